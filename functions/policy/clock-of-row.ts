import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { Reference } from "./reference.ts";
import { nextClock } from "./request-clocks.ts";
import { RequestStatus } from "./request-lifecycle.ts";
import {
  type Due,
  dueFor,
  RetentionCategory,
  type RetentionSchedule,
  unconfirmedDue,
} from "./retention-schedule.ts";

/** What a row of Records says of itself, as far as its clock goes; what is no such row has none. */
const Clocked = z.union([
  z.object({
    kind: z.literal("submission"),
    reference: Reference,
    form: z.string().optional(),
    status: z.enum(["unverified", "confirmed"]),
    retention: RetentionCategory,
    receivedAt: z.iso.datetime(),
    clockStart: z.iso.date().optional(),
  }),
  z.object({
    kind: z.literal("request"),
    reference: Reference,
    status: RequestStatus,
    receivedAt: z.iso.datetime(),
    concludedAt: z.iso.datetime().optional(),
    sealed: z.string().optional(),
    bundle: z.object({ sealedAt: z.iso.datetime() }).optional(),
  }),
  z.object({ kind: z.literal("consent"), reference: Reference, endedAt: z.iso.datetime().optional() }),
  z.object({ kind: z.literal("file"), reference: Reference, receivedAt: z.iso.datetime() }),
  z.object({ kind: z.literal("chain"), reference: Reference, lastEventAt: z.iso.datetime() }),
]);
type Clocked = z.infer<typeof Clocked>;

/** What a row is counted as while it is there, and the day that its own state gives it. */
export interface ClockOfRow {
  readonly category: RetentionCategory;
  /** Undefined while its row of the schedule is open-ended. */
  readonly due: Due | undefined;
}

/**
 * The clock that a row must have by what it says of itself, apart from what the index has: for the proof that the index
 * has missed nothing, and for a schedule that has changed.
 * @param kind the beginning of its sort key.
 * @returns undefined for a row without a clock: a hold, a letter to be sent, a request that is open.
 */
export function clockOfRow(
  kind: string,
  row: Readonly<Record<string, unknown>>,
  schedule: RetentionSchedule,
): ClockOfRow | undefined {
  const clocked = Clocked.safeParse({ ...row, kind }).data;
  return clocked === undefined ? undefined : clockOf(clocked, schedule);
}

function clockOf(row: Clocked, schedule: RetentionSchedule): ClockOfRow | undefined {
  const running = (category: RetentionCategory, start: string): ClockOfRow => ({
    category,
    due: dueFor(schedule, category, Temporal.Instant.from(start), row.reference),
  });
  switch (row.kind) {
    case "submission": {
      const { status, form, retention, receivedAt, clockStart, reference } = row;
      if (status === "unverified") {
        const due = unconfirmedDue(schedule, form, Temporal.Instant.from(receivedAt), reference);
        return { category: "unverified", due };
      }
      return running(retention, clockStart === undefined ? receivedAt : `${clockStart}T00:00Z`);
    }
    case "request": {
      const due = nextClock(row, schedule);
      return due && { category: due.dueAs, due };
    }
    case "consent":
      return row.endedAt === undefined ? undefined : running("consent-proof", row.endedAt);
    case "file":
      return running("file-without-form", row.receivedAt);
    case "chain":
      return running("audit", row.lastEventAt);
  }
}
