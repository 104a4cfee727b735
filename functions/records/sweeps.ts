import * as z from "zod";
import { RetentionCategory } from "../policy/retention-schedule.ts";

/**
 * Aggregates: what the nights of the retention did. One row a night, and under a key of its own one row a shard with
 * the counts, which every destroying transaction adds to: so they are exact, however often a step was run again.
 * Numbers, days and categories; nothing that leads to a person or a record.
 */
export const NIGHTS = "sweep";
export const nightKey = (night: string) => ({ pk: NIGHTS, sk: night });
export const shardCountsKey = (night: string, shard: string) => ({
  pk: `${NIGHTS}#${night}`,
  sk: `shard#${shard}`,
});

const count = z.number().int().nonnegative();
const byCategory = z.partialRecord(RetentionCategory, count);

/** What is due, or would move: category → day → how many. */
export const SweepPreview = z.partialRecord(RetentionCategory, z.record(z.iso.date(), count));
export type SweepPreview = z.infer<typeof SweepPreview>;

export const SweepCounts = z.object({
  erased: byCategory,
  deIdentified: byCategory,
  /** Category → ground of the guard → how many were put off to their review day. */
  deferred: z.partialRecord(RetentionCategory, z.record(z.string(), count)),
  failed: byCategory,
});
export type SweepCounts = z.infer<typeof SweepCounts>;

/** planned → (awaiting-person →) running → done | failed; refused where a person said no. */
export const SweepStatus = z.enum(["planned", "awaiting-person", "running", "done", "failed", "refused"]);
export type SweepStatus = z.infer<typeof SweepStatus>;

/** One night, by the UTC date of its scheduled time. A second run of the night goes on with the same row. */
export const SweepNight = z.object({
  night: z.iso.date(),
  /** The scheduled time: "now" of the sweep. */
  at: z.iso.datetime(),
  status: SweepStatus,
  /** SHA-256 (hex) of what is to go or, while `awaits.about` says so, of what is to move. */
  manifest: z.string().optional(),
  preview: SweepPreview.optional(),
  /** What the machine waits with; there until it goes on. */
  awaits: z
    .object({
      token: z.string(),
      reason: z.string(),
      about: z.enum(["night", "moves"]),
      decision: z.enum(["approve", "refuse"]).optional(),
      decidedBy: z.string().optional(),
    })
    .optional(),
  /** By the clock on the wall; the difference is how long it took. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** The sum over the shards; absent until it is reported. */
  counts: SweepCounts.optional(),
  /** The earliest day of what is due and was neither destroyed nor put off on a ground. */
  oldestOverdue: z.iso.date().optional(),
  /** What the full scan of this night found: how many records it looked at, and what earlier nights or the index had missed. */
  proof: z.object({ looked: count, missed: byCategory }).optional(),
});
export type SweepNight = z.infer<typeof SweepNight>;

/**
 * The attribute of a shard's row that a transaction adds to: DynamoDB adds only to attributes of the first level, so a
 * count's name carries what it counts: `erased:contact`, `deferred:webcast:legal-claim`.
 */
export const countName = (what: keyof SweepCounts, category: RetentionCategory, ground?: string): string =>
  [what, category, ...(ground === undefined ? [] : [ground])].join(":");

/** The counts of a night, from the rows of its shards. */
export function sumCounts(shards: readonly Readonly<Record<string, unknown>>[]): SweepCounts {
  const sum: Record<keyof SweepCounts, Record<string, unknown>> = {
    erased: {},
    deIdentified: {},
    deferred: {},
    failed: {},
  };
  for (const [name, value] of shards.flatMap((row) => Object.entries(row))) {
    const [what = "", category = "", ground] = name.split(":");
    if (!(what in sum) || typeof value !== "number") continue;
    const counts = sum[what as keyof SweepCounts];
    if (ground === undefined) counts[category] = Number(counts[category] ?? 0) + value;
    else {
      const grounds = (counts[category] ?? {}) as Record<string, number>;
      counts[category] = { ...grounds, [ground]: (grounds[ground] ?? 0) + value };
    }
  }
  return SweepCounts.parse(sum);
}
