import * as z from "zod";
import { Reference } from "../policy/reference.ts";
import { RetentionCategory } from "../policy/retention-schedule.ts";

/** What the machine hands to the steps and gets back (infra/retention-machine.ts): ids, days, counts; nobody's data. */

const Decided = z.object({ decision: z.enum(["approve", "refuse"]), manifest: z.string() });

/** A night on its way through the machine. */
export const Night = z.object({
  at: z.iso.datetime({ offset: true }),
  proof: z.boolean().optional(),
  preview: z.boolean().optional(),
  /** The name of the execution: of two that run the same night each knows what it has asked itself. */
  execution: z.string().optional(),
  night: z.iso.date().optional(),
  /** Of all that may go, or be put off, in the sweep that follows. */
  manifest: z.string().optional(),
  shards: z.array(z.string()).optional(),
  segments: z.array(z.string()).optional(),
  needs: z.enum(["nothing", "nobody", "putting-off", "person", "comparison"]).optional(),
  reason: z.string().optional(),
  /** True behind a look at the whole table. */
  compared: z.boolean().optional(),
  /** True where that look was for a schedule that is another than before. */
  changed: z.boolean().optional(),
  /** Of these what is held has been put off already: what is left of them would go. */
  putOff: z.array(RetentionCategory).optional(),
  /** Of these more would go than usual, and nobody has agreed: what nothing keeps of them stays where it is. */
  heldBack: z.array(RetentionCategory).optional(),
  /** What a person is to be asked about. */
  asks: z
    .object({ manifest: z.string(), reason: z.string(), categories: z.array(RetentionCategory) })
    .optional(),
  /** True where a person has agreed to the manifest: then nothing but what it names goes. */
  approved: z.boolean().optional(),
  /** True where this night was begun before: then its shards have counts already. */
  again: z.boolean().optional(),
  decided: Decided.optional(),
  swept: z.array(z.object({ shard: z.string(), failed: z.string().optional() })).optional(),
  failure: z.object({ Error: z.string().optional() }).optional(),
});
export type Night = z.infer<typeof Night>;

/** A night that was planned. */
export const PlannedNight = Night.required({
  ...{ night: true, manifest: true, shards: true, segments: true, needs: true },
  ...{ heldBack: true, approved: true },
});
export type PlannedNight = z.infer<typeof PlannedNight>;

const part = {
  night: z.iso.date(),
  at: z.iso.datetime({ offset: true }),
  manifest: z.string(),
};

/** A shard of the index that is swept. */
export const Shard = z.object({
  ...part,
  shard: z.string(),
  heldBack: z.array(RetentionCategory),
  approved: z.boolean(),
  /** Behind which row it goes on. */
  more: z.object({ after: z.object({ pk: z.string(), sk: z.string(), due: z.iso.date() }) }).optional(),
  /** Histories whose time is over, for the function that may remove them; and those it has removed. */
  chains: z.array(Reference).optional(),
  dropped: z.array(Reference).optional(),
});
export type Shard = z.infer<typeof Shard>;

/** A part of the table that is read from one end to the other. */
export const Segment = z.object({
  ...part,
  segment: z.string(),
  more: z.object({ after: z.object({ pk: z.string(), sk: z.string() }) }).optional(),
});
export type Segment = z.infer<typeof Segment>;

/** The parts in which the whole table is read side by side. */
export const SEGMENTS: readonly string[] = ["0", "1", "2", "3"];
