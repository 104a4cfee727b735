import { findRecord } from "../records/find-record.ts";
import type { Submission } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { flagPart } from "../records/marks.ts";
import { noteAct } from "../records/note-act.ts";
import type { RequestKey } from "../records/requests.ts";
import { write } from "../records/transaction.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findReference } from "./find-request.ts";
import { whoHas } from "./person.ts";
import type { Asked } from "./question.ts";
import { takeBack } from "./take-back.ts";

/** Marks a record: whoever asks for a copy waits until a person of the staff has looked at it. One that lies ready is taken back. */
export function flag(asked: Asked<"flag">, desk: Desk): Promise<AnswerTo<"flag">> {
  return setFlag(asked, desk.now().toString({ smallestUnit: "millisecond" }), asked.note, desk);
}

/** Takes the mark away. What waits on its account goes on waiting: it is decided by `approve`. */
export function unflag(asked: Asked<"unflag">, desk: Desk): Promise<AnswerTo<"unflag">> {
  return setFlag(asked, undefined, asked.note, desk);
}

async function setFlag(
  asked: Asked<"flag" | "unflag">,
  flaggedAt: string | undefined,
  note: string | undefined,
  desk: Desk,
): Promise<AnswerTo<"flag">> {
  const { reference, by } = asked;
  const { database, now } = desk;
  const found = await findSubmission(asked, desk);
  if (found === undefined) return unknownSubmission();
  const before = found.record.flaggedAt;
  // Marked before, perhaps in a call that was cut: a copy that was made after it has been looked at.
  const done = async (madeBefore?: string): Promise<AnswerTo<"flag">> => ({
    ...{ outcome: "done", reference },
    withdrawn: flaggedAt === undefined ? 0 : await takeBack({ ...found, by, madeBefore }, desk),
  });
  if ((before === undefined) === (flaggedAt === undefined)) return await done(before);
  const event = {
    what: flaggedAt === undefined ? "flag taken away" : "flagged",
    by,
    ...(note === undefined ? {} : { details: { note } }),
  };
  const outcome = await noteAct(database, found.key, event, now(), async (parts) => {
    const flagged = flagPart(database, found.key, flaggedAt);
    const written = await write<string>(database.client, { flagged, ...parts });
    if (written.outcome === "written") return "done";
    return written.by === "flagged" ? "gone" : "refused";
  });
  return outcome === "done" ? await done() : unknownSubmission();
}

/**
 * Finds a record of the staff's. A reference says whose it is as long as its letter is known, or once something was
 * noted about it; later the address has to say it, or the reference of a request, or of another record, of the same
 * person.
 */
export async function findSubmission(
  { reference, of, email }: Pick<Asked<"flag">, "reference" | "of" | "email">,
  desk: Desk,
): Promise<{ readonly key: RequestKey; readonly record: Submission } | undefined> {
  const { database } = desk;
  const subject =
    email === undefined
      ? (await findReference(database, of ?? reference))?.key.subject
      : await whoHas(email, desk);
  if (subject === undefined) return undefined;
  const found = await findRecord(database, subject, keys.submission(reference));
  return found?.kind === "submission" ? { key: { subject, reference }, record: found.record } : undefined;
}

export const unknownSubmission = (): Refused =>
  refused(
    "unknown-record",
    "There is no record with this reference. If it is older than a week, say whose it is: with --email, or --of a request of theirs.",
  );
