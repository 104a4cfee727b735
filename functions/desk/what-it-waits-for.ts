import { Temporal } from "temporal-polyfill";
import { momentInWords } from "../policy/days.ts";
import type { RightsRequest } from "../records/items.ts";
import type { ListedRequest } from "./shown-request.ts";

type Waiting = Pick<ListedRequest, "waitsFor" | "needsPerson">;

/** What a request waits for just now, as the staff reads it. */
export function whatItWaitsFor(request: RightsRequest, now: Temporal.Instant): Waiting {
  const { status, awaits: waiting, coolingOffEnds, begunAt } = request;
  if (status === "awaiting-person" && waiting !== undefined)
    return waiting.decision === undefined
      ? { waitsFor: `a decision: ${reasonInWords(waiting.reason)}`, needsPerson: true }
      : { waitsFor: `its machine, to carry out the decision (${waiting.decision})`, needsPerson: false };
  if (begunAt !== undefined && status === "in-progress")
    return { waitsFor: "the erasure that is under way", needsPerson: false };
  if (status === "in-progress" && coolingOffEnds !== undefined)
    return Temporal.Instant.compare(now, Temporal.Instant.from(coolingOffEnds)) < 0
      ? {
          waitsFor: `the person: can be cancelled until ${momentInWords(coolingOffEnds)}`,
          needsPerson: false,
        }
      : { waitsFor: "its machine, to begin", needsPerson: false };
  return { waitsFor: others[status] ?? "nothing: it is concluded", needsPerson: false };
}

const others: Readonly<Partial<Record<RightsRequest["status"], string>>> = {
  received: "its letter to go out",
  "awaiting-verification": "the person to confirm it",
  verified: "its machine, to take it up",
  "in-progress": "its machine",
  "awaiting-person": "its machine",
};

/** A machine that failed hands over the name of the error; what it said may quote data and is nowhere. */
function reasonInWords(reason: string): string {
  return /^[\w.]+$/.test(reason)
    ? `a step failed (${reason}); the log of its function says where. Approve to try it once more`
    : reason;
}

/** Whole days between today and the day an answer is due, counted in UTC. */
export function daysLeft(dueBy: string, now: Temporal.Instant): number {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  return today.until(Temporal.PlainDate.from(dueBy), { largestUnit: "days" }).days;
}
