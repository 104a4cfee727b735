import { randomUUID } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { log } from "../edge/log.ts";
import { sendLetter } from "../mail/send-letter.ts";
import { canonicalAddress, SubjectId } from "../policy/data-subject.ts";
import { copyStands } from "../policy/download.ts";
import type { Reference } from "../policy/reference.ts";
import { isOverdue } from "../policy/retention-schedule.ts";
import { getKey } from "../records/data-keys.ts";
import { type FoundRecord, findRecord } from "../records/find-record.ts";
import { forgetTonight, isSuppressed } from "../records/forgetting.ts";
import { type ExecutionEntry, type LetterEntry, SealedAnswers } from "../records/items.ts";
import { type EntryKey, putBack, putOff, strikeOff, takeUp } from "../records/outbox-entries.ts";
import { openJson, placeOf } from "../records/vault.ts";
import { mayLeave } from "./budget.ts";
import type { Outbox } from "./outbox.ts";
import { startExecution } from "./start-execution.ts";
import { wakeExecution } from "./wake-execution.ts";
import { write } from "./write.ts";

/**
 * Sends the letter of one outbox entry, or starts its execution, and strikes the entry off. It can be called any number of times for an entry,
 * also at once: one takes it up, and what is struck off is done. Two letters for one entry need the process to die
 * between the mail service's "taken" and the strike; then both links work, and the person confirms once.
 * @throws MailUnavailable where the letter was surely not sent, EntryHeld where another has it in hand; the caller
 * tries again.
 */
export async function dispatch(key: EntryKey, outbox: Outbox): Promise<void> {
  const holder = randomUUID();
  const entry = await takeUp(outbox.database, key, holder, outbox.now());
  if (entry === undefined) return;
  try {
    if ("machine" in entry) await start(key, entry, outbox);
    else if ("wakes" in entry) await wake(key, entry.reference, outbox);
    else await send(key, entry, outbox);
  } catch (error) {
    await putBack(outbox.database, key, holder).catch(() => {});
    throw error;
  }
}

async function start(key: EntryKey, entry: ExecutionEntry, outbox: Outbox): Promise<void> {
  await startExecution(entry, subjectOf(key), outbox);
  await strikeOff(outbox.database, key);
  log.info("execution started", { reference: entry.reference });
}

async function wake(key: EntryKey, reference: Reference, outbox: Outbox): Promise<void> {
  await wakeExecution({ subject: subjectOf(key), reference }, outbox);
  await strikeOff(outbox.database, key);
  log.info("execution woken", { reference });
}

const subjectOf = (key: EntryKey): SubjectId => SubjectId.parse(key.pk.slice("subject#".length));

async function send(key: EntryKey, entry: LetterEntry, outbox: Outbox): Promise<void> {
  const now = outbox.now();
  const subject = subjectOf(key);
  const found = await findRecord(outbox.database, subject, entry.about);
  if (found === undefined || !isStillWanted(entry, found, now))
    return await done(key, entry, "not needed", outbox);

  // A friend may not bring back who was erased or wants no advertising; they themselves may come again.
  if (entry.letter === "confirm-referral" && (await isSuppressed(outbox.database, subject))) {
    await forgetTonight(outbox.database, subject, entry.about, now);
    return await done(key, entry, "suppressed", outbox);
  }

  const vault = await outbox.vault();
  const dataKey = await getKey(outbox.database, vault, subject);
  if (dataKey === undefined) return await done(key, entry, "not needed", outbox);
  const { sealed } = found.record;
  if (sealed === undefined) return await done(key, entry, "not needed", outbox);
  const part = found.kind === "submission" ? "answers" : "identity";
  const opened = await openJson(dataKey, placeOf(entry.reference, part), sealed);
  const answers = SealedAnswers.parse(opened);
  const address = canonicalAddress(answers.email);
  if (address === undefined) return await done(key, entry, "rejected", outbox);

  const leave = await mayLeave(entry, subject, outbox, now);
  if (leave.verdict === "withhold") return await done(key, entry, "withheld", outbox);
  if (leave.verdict === "wait") {
    log.info("letter waits", { reference: entry.reference, letter: entry.letter });
    return await putOff(outbox.database, key, leave.until);
  }
  let outcome: string;
  try {
    const letter = await write(entry, subject, { found, answers }, outbox, now);
    outcome =
      letter === undefined ? "not needed" : await sendLetter(outbox.ses, outbox.sender, address, letter);
  } catch (error) {
    await leave.unsent().catch(() => {});
    throw error;
  }
  await done(key, entry, outcome, outbox);
}

/** A letter that asks for what has been given meanwhile is not sent, nor one about a copy that is gone. */
function isStillWanted(entry: LetterEntry, { kind, record }: FoundRecord, now: Temporal.Instant): boolean {
  if (entry.letter === "download-code" || entry.letter === "export-ready")
    return kind === "request" && copyStands(record, now) === "ready";
  if (!entry.letter.startsWith("confirm-")) return true;
  // What is due counts as erased: its link would open nothing.
  if (isOverdue(record.due, now)) return false;
  return record.status === "unverified" || record.status === "awaiting-verification";
}

async function done(key: EntryKey, entry: LetterEntry, outcome: string, outbox: Outbox): Promise<void> {
  await strikeOff(outbox.database, key);
  log.info("letter", { reference: entry.reference, letter: entry.letter, outcome });
}
