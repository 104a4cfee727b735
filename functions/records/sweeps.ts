import { Temporal } from "temporal-polyfill";
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
  /** What of a category waits, as more of it would go than usual and nobody has agreed. */
  waiting: byCategory.optional(),
});
export type SweepCounts = z.infer<typeof SweepCounts>;

/** planned → running → done | failed, or awaiting-person → running → done | failed; refused, unanswered. */
export const SweepStatus = z.enum([
  "planned",
  "running",
  "awaiting-person",
  "done",
  "failed",
  "refused",
  "unanswered",
]);
export type SweepStatus = z.infer<typeof SweepStatus>;

/** One night, by the UTC date of its scheduled time. A second run of the night goes on with the same row. */
export const SweepNight = z.object({
  night: z.iso.date(),
  /** The scheduled time: "now" of the sweep. */
  at: z.iso.datetime(),
  status: SweepStatus,
  /** What a person is asked about: SHA-256 (hex) of it, and how much of what it is. */
  manifest: z.string().optional(),
  preview: SweepPreview.optional(),
  /** What the machine waits with; there until it goes on. */
  awaits: z
    .object({
      token: z.string(),
      reason: z.string(),
      /** When it is too late for an answer, by the clock on the wall. */
      until: z.iso.datetime().optional(),
      decision: z.enum(["approve", "refuse"]).optional(),
      decidedBy: z.string().optional(),
    })
    .optional(),
  /** The execution that has prepared the question, or asks it. */
  askedBy: z.string().optional(),
  /** By the clock on the wall: when its first run began, when the last one did, and when that ended. */
  startedAt: z.iso.datetime(),
  ranFrom: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  /** The sum over the shards; absent until it is reported. */
  counts: SweepCounts.optional(),
  /** The earliest day of what is due and was neither destroyed nor put off on a ground. */
  oldestOverdue: z.iso.date().optional(),
  /** What the full scan of this night found: how many records it looked at, and what earlier nights or the index had missed. */
  proof: z.object({ looked: count, missed: byCategory }).optional(),
});
export type SweepNight = z.infer<typeof SweepNight>;

/** Whether a person is asked just now. One whose machine has ended counts as asked until it would have waited no more. */
export const isAsked = ({ awaits }: Pick<SweepNight, "awaits">, now: Temporal.Instant): boolean =>
  awaits !== undefined &&
  awaits.decision === undefined &&
  (awaits.until === undefined || Temporal.Instant.compare(awaits.until, now) > 0);

/**
 * The attribute of a shard's row that a transaction adds to: DynamoDB adds only to attributes of the first level, so a
 * count's name carries what it counts: `erased:contact`, `deferred:webcast:legal-claim`.
 */
export const countName = (what: keyof SweepCounts, category: RetentionCategory, ground?: string): string =>
  [what, category, ...(ground === undefined ? [] : [ground])].join(":");

/** The counts of a night, from the rows of its shards. */
export function sumCounts(shards: readonly Readonly<Record<string, unknown>>[]): SweepCounts {
  const sum: Record<keyof Omit<SweepCounts, "waiting">, Record<string, unknown>> = {
    erased: {},
    deIdentified: {},
    deferred: {},
    failed: {},
  };
  for (const [name, value] of shards.flatMap((row) => Object.entries(row))) {
    const [what = "", category = "", ground] = name.split(":");
    if (!(what in sum) || typeof value !== "number") continue;
    const counts = sum[what as keyof typeof sum];
    if (ground === undefined) counts[category] = Number(counts[category] ?? 0) + value;
    else {
      const grounds = (counts[category] ?? {}) as Record<string, number>;
      counts[category] = { ...grounds, [ground]: (grounds[ground] ?? 0) + value };
    }
  }
  return SweepCounts.parse(sum);
}
