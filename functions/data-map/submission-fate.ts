import { Temporal } from "temporal-polyfill";
import type * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { retentionOfForms } from "../policy/retention-of-forms.ts";
import { dueDay, dueFor, dueOn } from "../policy/retention-schedule.ts";
import { endConsents } from "../records/consent-rows.ts";
import { deleteAsRead, updateAsRead } from "../records/due-parts.ts";
import { deleteLookup, deleteRow } from "../records/held-rows.ts";
import { Submission } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { deleteObjectsUnder, type ObjectStore } from "../records/objects.ts";
import { lastMessageOf } from "../records/submissions-of.ts";
import type { Part } from "../records/transaction.ts";
import type { Night } from "./night.ts";
import { HeldRow } from "./rows-holder.ts";
import { type Dated, deferred, type Fate, type Judge, notBeforeTomorrow, PASSED_OVER } from "./sweeping.ts";

export const DueSubmission = Submission.pick({
  reference: true,
  form: true,
  status: true,
  receivedAt: true,
  clockStart: true,
  retention: true,
  consents: true,
  attachments: true,
  sealed: true,
}).extend(HeldRow.shape);
type DueSubmission = z.infer<typeof DueSubmission>;

/**
 * A submission goes with its files and with what would have confirmed it. What was agreed to with it ends with it, as
 * there is no address left that it could be used for; the proof that it was agreed to is kept a while.
 */
export const submissionFate =
  (files: ObjectStore) =>
  async (row: Dated<DueSubmission>, judge: Judge, subject: SubjectId, night: Night): Promise<Fate> => {
    const later = await startedAnew(row, subject, night);
    if (later !== undefined) return later;
    const verdict = judge();
    if (!verdict.may) return deferred(row, verdict, row.reference, night);
    if (!night.mayGo(row)) return PASSED_OVER;
    const { database, schedule } = night;
    const { reference, status, dueAs } = row;
    const deIdentified =
      status === "confirmed" && row.retained?.toErase !== true && schedule[dueAs].action === "de-identify";
    return {
      parts: [
        deleteAsRead(database, row, { due: row.due, status }),
        ...(status === "unverified"
          ? unconfirmed(row, subject, night)
          : await consentsEnd(row, subject, night)),
      ],
      counted: [{ what: deIdentified ? "deIdentified" : "erased", category: dueAs }],
      unseals: true,
      ...(deIdentified ? { tally: await night.tally(subject, row) } : {}),
      ...(row.attachments.length === 0
        ? {}
        : { first: () => deleteObjectsUnder(files, subject, `${reference}/`) }),
    };
  };

/** The schedule's own words for a clock that every further message starts anew. */
const LAST_MESSAGE: (typeof retentionOfForms)["contact"]["clockStart"] = "the last message";

/**
 * A message is kept as long as the last one of its kind. Nobody looks for earlier ones when a new one comes: it is
 * noticed here, on the day on which the earlier would go. What a hold had kept from going has no further claim.
 */
async function startedAnew(
  row: Dated<DueSubmission>,
  subject: SubjectId,
  { database, schedule, night }: Night,
): Promise<Fate | undefined> {
  const { status, retention, reference, retained } = row;
  const goesByMessages = schedule[retention].clockStart === LAST_MESSAGE;
  if (status !== "confirmed" || retained !== undefined || !goesByMessages) return undefined;
  const last = await lastMessageOf(database, subject, retention);
  const due = last && dueFor(schedule, retention, Temporal.Instant.from(last), reference);
  if (!due || due.due <= night) return undefined;
  const set = { clockStart: last.slice(0, 10), ...due };
  return { parts: [updateAsRead(database, row, { due: row.due }, set)], counted: [] };
}

/** Links and letters that are about it: they have ended by now, and are of no use to anybody. */
const unconfirmed = ({ reference }: DueSubmission, subject: SubjectId, { database }: Night): Part[] => [
  deleteRow(database, subject, { table: "fleeting", sk: keys.verification(reference) }),
  deleteLookup(database, reference),
  deleteRow(database, subject, { table: "records", sk: keys.outbox(reference) }),
];

/**
 * The proof's clock runs from the day on which the submission's own ran out, whichever night came by and whatever held
 * it meanwhile: from then on nothing could be done in its name any more.
 */
async function consentsEnd(row: DueSubmission, subject: SubjectId, night: Night): Promise<Part[]> {
  if (row.consents.length === 0) return [];
  const { database, schedule } = night;
  const ended = endOf(row, night);
  const at = ended.toZonedDateTime("UTC").toInstant();
  const day = dueDay(schedule, "consent-proof", at) ?? ended;
  return await endConsents(
    database,
    subject,
    row.reference,
    at,
    dueOn(notBeforeTomorrow(day, night), "consent-proof", row.reference),
  );
}

function endOf({ retention, clockStart, receivedAt }: DueSubmission, { schedule, night }: Night) {
  // Of a message that a later one kept: its own, whichever of them is looked at first in a night that comes late.
  const own = clockStart === undefined || schedule[retention].clockStart === LAST_MESSAGE;
  const start = Temporal.Instant.from(own ? receivedAt : `${clockStart}T00:00Z`);
  const tonight = Temporal.PlainDate.from(night);
  const day = dueDay(schedule, retention, start) ?? tonight;
  return Temporal.PlainDate.compare(day, tonight) < 0 ? day : tonight;
}
