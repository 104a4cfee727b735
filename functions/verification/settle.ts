import { Temporal } from "temporal-polyfill";
import { machineFor } from "../policy/machines.ts";
import type { Reference } from "../policy/reference.ts";
import { beginsByItself } from "../policy/request-in-words.ts";
import { type Due, dueFor, isOverdue, NOT_DUE } from "../policy/retention-schedule.ts";
import { rights } from "../policy/rights.ts";
import { headOf, nextEvent } from "../records/audit.ts";
import { type Confirmation, type ConfirmationOutcome, confirm } from "../records/confirmations.ts";
import { type FoundRecord, findRecord } from "../records/find-record.ts";
import type { RightsRequest, Submission, Verification } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { writtenAt } from "../records/outbox-entries.ts";
import type { VerificationDesk } from "./verification-desk.ts";

export type Settled =
  | { readonly outcome: "gone" }
  | {
      readonly outcome: Exclude<ConfirmationOutcome, "gone">;
      readonly what: "form" | "question" | "request";
      readonly title: string;
      readonly reference: Reference;
      /** The day an answer to a rights request is due. */
      readonly dueBy?: string;
    };

/** Confirms the record that a verification is about, once, with all that follows from it. */
export async function settle(verification: Verification, desk: VerificationDesk): Promise<Settled> {
  const now = desk.now();
  const found = await findRecord(desk.database, verification.subject, verification.about);
  // What is due counts as erased, whether or not the sweep has come by.
  if (found === undefined || isOverdue(found.record.due, now)) return { outcome: "gone" };
  const changes =
    found.kind === "submission"
      ? ofSubmission(found.record, now, desk)
      : ofRequest(found.record, verification, now, desk);
  const outcome =
    verification.confirmedAt !== undefined
      ? "already"
      : await confirm(desk.database, { verification, ...changes }, now);
  return outcome === "gone"
    ? { outcome }
    : { outcome, reference: verification.reference, ...described(found, verification) };
}

function described(found: FoundRecord, { letter }: Verification) {
  return found.kind === "submission"
    ? {
        what: letter === "confirm-referral" ? ("question" as const) : ("form" as const),
        title: found.record.title,
      }
    : { what: "request" as const, title: rights[found.record.right].title, dueBy: found.record.dueBy };
}

/** Confirmed, it is kept as long as its category says, and its consents begin to count. */
function ofSubmission(
  submission: Submission,
  now: Temporal.Instant,
  { schedule }: VerificationDesk,
): Omit<Confirmation, "verification"> {
  const { reference, form, retention, clockStart, receivedAt, noticeVersion, consents } = submission;
  const confirmedAt = now.toString({ smallestUnit: "millisecond" });
  const start = Temporal.Instant.from(clockStart === undefined ? receivedAt : `${clockStart}T00:00Z`);
  return {
    from: "unverified",
    to: "confirmed",
    ...confirmedUntil(confirmedAt, dueFor(schedule, retention, start, reference)),
    entries: [],
    items: consents.map(({ name, wording }) => ({
      sk: keys.consent(reference, name),
      ...{ reference, form, name, wording, noticeVersion, givenAt: receivedAt, confirmedAt },
    })),
  };
}

function confirmedUntil(confirmedAt: string, due: Due | undefined) {
  return due === undefined
    ? { set: { confirmedAt }, remove: NOT_DUE }
    : { set: { confirmedAt, ...due }, remove: [] };
}

/**
 * Verified, it is open: it counts, it has its day, nothing makes it due. Its history begins, the person gets word of
 * it, and its machine is started.
 */
function ofRequest(
  request: RightsRequest,
  { subject }: Verification,
  now: Temporal.Instant,
  { database, coolingOff }: VerificationDesk,
): Omit<Confirmation, "verification"> {
  const { reference, right, dueBy } = request;
  const at = now.toString({ smallestUnit: "millisecond" });
  const { part, head } = nextEvent(database, headOf(request), {
    ...{ reference, subject, at, what: "verified", by: "data subject" },
    details: { right, receivedAt: request.receivedAt, dueBy },
  });
  const about = keys.request(reference);
  const entry = { reference, about, ...writtenAt(now) };
  const cools = beginsByItself(right);
  const coolingOffEnds = now.add({ seconds: coolingOff }).toString({ smallestUnit: "second" });
  return {
    from: "awaiting-verification",
    to: "verified",
    set: { ...head, verifiedAt: at, open: "open", deadline: dueBy, ...(cools ? { coolingOffEnds } : {}) },
    remove: NOT_DUE,
    items: [],
    entries: [
      { intent: `${reference}-received`, letter: "request-received", ...entry },
      { intent: `${reference}-start`, machine: machineFor[right], ...entry },
    ],
    also: { event: part },
  };
}
