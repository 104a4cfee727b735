import type { RetentionCategory } from "./retention-schedule.ts";

/** How much may go in one night before a person looks at it. */
export interface BlastRadius {
  /** Percent of a category. */
  readonly share: number;
  /** Fewer may go whatever the percentage: a small category comes and goes as a whole. */
  readonly minimum: number;
}

/** What goes in whatever number, and why a person must not be able to keep it by looking away. */
const ALWAYS_GOES: Readonly<Partial<Record<RetentionCategory, string>>> = {
  unverified:
    "Whoever typed somebody else's address was no reason to keep it: it was promised that it goes in days. A flood of junk must not keep itself alive by being large.",
  withdrawn:
    "Everybody may take a consent back on the same day. What they gave it for must not stay because they are many.",
  "export-bundle":
    "A copy of what is still there. Its bucket ends it a day later by itself, so that keeping the sweep from it would keep nothing.",
};

export interface TooMany {
  readonly category: RetentionCategory;
  readonly count: number;
  /** How many there are of the category. */
  readonly live: number;
}

/** The categories of which more would go at once than may go without a person. */
export function beyond(
  { share, minimum }: BlastRadius,
  going: ReadonlyMap<RetentionCategory, number>,
  live: Readonly<Partial<Record<RetentionCategory, number>>>,
): readonly TooMany[] {
  return [...going]
    .map(([category, count]) => ({ category, count, live: live[category] ?? 0 }))
    .filter(
      ({ category, count, live: all }) =>
        ALWAYS_GOES[category] === undefined && count >= minimum && count * 100 > all * share,
    );
}

/** For the desk: "webcast: 130 of 400". */
export const inWords = (tooMany: readonly TooMany[]): string =>
  tooMany.map(({ category, count, live }) => `${category}: ${count} of ${live}`).join(", ");
