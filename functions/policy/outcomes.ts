import * as z from "zod";
import type { Ground } from "./may-destroy.ts";
import type { Right } from "./rights.ts";

const count = z.number().int().nonnegative();

/** What is kept, why, and the day on which it is looked at again. */
const Retained = z.object({
  count,
  ground: z.enum(["legal-claim", "legal-duty", "open-request"]) satisfies z.ZodType<Ground>,
  /** The article, the court order: as the guard cites it. */
  citation: z.string(),
  until: z.iso.date(),
});

/** What became of what one holder of the data map had about a person: counts and words of ours, nothing personal. */
export const Outcome = z.object({
  /** The holder by its name in the data map. */
  holder: z.string(),
  /** The holder in words: "what you sent with our forms". */
  title: z.string(),
  removed: count,
  deIdentified: count,
  retained: z.array(Retained),
  /** True where it was looked into, and had nothing. */
  notFound: z.boolean(),
  failed: count,
});
export type Outcome = z.infer<typeof Outcome>;

export const Outcomes = z.array(Outcome);
export type Outcomes = z.infer<typeof Outcomes>;

/**
 * Whether who made the request may hear what there was. A report is about somebody else's data: with the counts anybody
 * could learn what a child has sent us.
 */
export function mayHearOutcomes(right: Right): boolean {
  return right !== "report-a-child";
}

/** All holders together: what is gone, and what was kept. */
export function countsOf(outcomes: Outcomes): { readonly removed: number; readonly retained: number } {
  const kept = outcomes.flatMap(({ retained }) => retained);
  return {
    removed: outcomes.reduce((sum, { removed }) => sum + removed, 0),
    retained: kept.reduce((sum, { count }) => sum + count, 0),
  };
}
