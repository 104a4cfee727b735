import { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import { dueDay, scheduleOf } from "../policy/retention-schedule.ts";
import { bookLetter, bookOverall, bookQuestion, giveBackOverall } from "../records/budgets.ts";
import type { LetterEntry, LetterKind } from "../records/items.ts";
import type { Outbox } from "./outbox.ts";

export type Leave =
  /** `unsent` is called where it surely did not leave: then it takes nothing from the letters of others. */
  | { readonly verdict: "send"; readonly unsent: () => Promise<void> }
  | { readonly verdict: "wait"; readonly until: Temporal.Instant }
  | { readonly verdict: "withhold" };

/** Letters that only follow on something which took reading the address's mail. */
const TO_WHO_HAS_PROVED: readonly LetterKind[] = [
  "request-received",
  "request-cancelled",
  "export-ready",
  "download-code",
  "copy-withdrawn",
];

/**
 * Whether the letter may leave now. Only letters that ask for a proof, or tell of what needs none, are counted: to get one
 * of the others somebody has to read the address's mail, and nobody can be flooded by them.
 */
export async function mayLeave(
  entry: LetterEntry,
  subject: SubjectId,
  outbox: Outbox,
  now: Temporal.Instant,
): Promise<Leave> {
  if (TO_WHO_HAS_PROVED.includes(entry.letter)) return { verdict: "send", unsent: async () => {} };
  const milliseconds = now.epochMilliseconds;
  if (entry.letter === "confirm-referral" && !(await mayAsk(entry, subject, outbox, now)))
    return { verdict: "withhold" };
  const { database, lettersPerAddressPerDay, lettersPerHour } = outbox;
  const booked = await bookLetter(database, subject, entry, milliseconds, lettersPerAddressPerDay);
  if (booked.verdict === "wait")
    return { verdict: "wait", until: Temporal.Instant.fromEpochMilliseconds(booked.until) };
  if (booked.verdict === "withhold") return booked;
  if (await bookOverall(database, milliseconds, lettersPerHour))
    return { verdict: "send", unsent: () => giveBackOverall(database, milliseconds) };
  return { verdict: "wait", until: now.round({ smallestUnit: "hour", roundingMode: "ceil" }) };
}

async function mayAsk(
  { reference }: LetterEntry,
  subject: SubjectId,
  { database, controller }: Outbox,
  now: Temporal.Instant,
): Promise<boolean> {
  const forgotten = dueDay(scheduleOf(controller), "referral", now);
  const until = forgotten?.toZonedDateTime("UTC").epochMilliseconds ?? now.epochMilliseconds;
  return await bookQuestion(database, subject, reference, now.epochMilliseconds, until / 1000);
}
