import { createHash } from "node:crypto";
import type { Marks } from "../records/marks.ts";

/** What a person of the staff has to look at before a copy goes anywhere, or anything is erased. */
export interface Point {
  readonly kind: "unreadable" | "judged" | "application" | "flag" | "destination";
  /** Tells it from all others, and says nothing of the person: kinds, references and times. */
  readonly name: string;
}

const inWords: Readonly<Record<Point["kind"], (count: number) => string>> = {
  unreadable: () => "what they wrote in it cannot be read any more",
  judged: () => "its right is judged by a person",
  application: () => "there is a job application",
  flag: (count) => `${count === 1 ? "a record is" : "records are"} flagged`,
  // The host is not said: a person typed it, and the reason stays in the history.
  destination: () => "it is to be sent to a controller that is not on the list",
};

/** More of them than a row should hold count as one, which is another as soon as any of them is. */
const MOST = 1000;

/** By these names a request remembers what was looked at. */
export function namesOf(points: readonly Point[]): readonly string[] {
  const names = points.map(({ name }) => name).sort();
  return names.length <= MOST ? names : [createHash("sha256").update(names.join("\n")).digest("hex")];
}

/** Those that nobody has looked at yet. */
export function unseen(points: readonly Point[], looked: readonly string[] = []): readonly Point[] {
  if (points.length > MOST) return namesOf(points).every((name) => looked.includes(name)) ? [] : points;
  return points.filter(({ name }) => !looked.includes(name));
}

/** What is marked of a person. Flagged once more it is to be looked at once more. */
export const pointsOf = ({
  flagged,
  applications,
}: Pick<Marks, "flagged" | "applications">): readonly Point[] => [
  ...applications.map((reference): Point => ({ kind: "application", name: `application ${reference}` })),
  ...flagged.map(
    ({ reference, flaggedAt }): Point => ({ kind: "flag", name: `flag ${reference} ${flaggedAt}` }),
  ),
];

/** One for each kind, as the desk reads it. */
export const reasonsFor = (points: readonly Point[]): readonly string[] =>
  Object.entries(inWords).flatMap(([kind, words]) => {
    const { length } = points.filter((point) => point.kind === kind);
    return length === 0 ? [] : [words(length)];
  });

/** As the desk lists it; undefined where there is nothing to look at. */
export function reasonFor(points: readonly Point[]): string | undefined {
  const reasons = reasonsFor(points);
  return reasons.length === 0 ? undefined : reasons.join(BETWEEN_REASONS);
}

export const BETWEEN_REASONS = "; ";
