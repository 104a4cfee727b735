import { holderNamed } from "../data-map/data-map.ts";
import { historyOf } from "../records/history.ts";
import { SealedAnswers, type Submission } from "../records/items.ts";
import { justNote, noteAct } from "../records/note-act.ts";
import type { RequestKey } from "../records/requests.ts";
import { openJson, placeOf, SealBroken } from "../records/vault.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findSubmission } from "./flag.ts";
import { keyOf, masksIn } from "./mask.ts";
import type { Asked } from "./question.ts";
import type { ShownRecord } from "./shown-record.ts";

type Found = NonNullable<Awaited<ReturnType<typeof findSubmission>>>;

/**
 * A record that somebody sent, for who has to judge it before it is disclosed: which it is and what came with it. What
 * it says stays sealed, unless that is asked for: then it is written into the history first, and only then opened.
 */
export async function showRecord(asked: Asked<"show-record">, desk: Desk): Promise<AnswerTo<"show-record">> {
  const found = await find(asked, desk);
  if ("outcome" in found) return found;
  const opened = asked.reveal ? await open(found, asked.by, desk) : {};
  if ("outcome" in opened) return opened;
  const { reference, form, title, status, receivedAt, confirmedAt, flaggedAt, due } = found.record;
  return {
    outcome: "done",
    record: {
      ...{ reference, form, title, status, receivedAt, confirmedAt, flaggedAt, due },
      isMasked: found.record.masks !== undefined,
      files: found.record.attachments.map(({ field, mediaType, bytes }) => ({ field, mediaType, bytes })),
      history: await historyOf(desk.database, reference),
      ...opened,
    },
  };
}

/** A file of a record, for who has to judge it: that it was looked at is written down first. */
export async function openFile(asked: Asked<"open-file">, desk: Desk): Promise<AnswerTo<"open-file">> {
  const found = await find(asked, desk);
  if ("outcome" in found) return found;
  const { key, record } = found;
  const attached = record.attachments.find(({ field }) => field === asked.field);
  if (attached === undefined) return noSuchFile(record);
  const dataKey = await keyOf(key, desk);
  await note(key, { what: "file shown", by: asked.by, details: { field: attached.field } }, desk);
  try {
    const files = holderNamed(desk.holders, "attachments");
    const bytes = await files?.file?.(key.subject, { dataKey }, attached.key.slice(`${key.subject}/`.length));
    if (bytes === undefined)
      return refused("unreadable", "This file is gone, or the key that opens it. Its record is still there.");
    const { field, mediaType } = attached;
    return { outcome: "done", file: { field, mediaType, content: Buffer.from(bytes).toString("base64") } };
  } catch (error) {
    if (error instanceof SealBroken) return doesNotOpen();
    throw error;
  }
}

/** By whose it is, where that is said; else as long as its reference says it. */
const find = async (asked: Asked<"show-record" | "open-file">, desk: Desk): Promise<Found | Refused> =>
  (await findSubmission(asked, desk)) ?? unknownRecord();

async function open(
  { key, record }: Found,
  by: string,
  desk: Desk,
): Promise<Pick<ShownRecord, "answers" | "masks"> | Refused> {
  await note(key, { what: "record shown", by }, desk);
  const dataKey = await keyOf(key, desk);
  if (dataKey === undefined) return { answers: "shredded" };
  const { reference, sealed } = record;
  try {
    const answers = SealedAnswers.parse(await openJson(dataKey, placeOf(reference, "answers"), sealed));
    const masked = await masksIn(record, dataKey);
    return { answers, masks: masked.map(({ field, text }) => ({ field, text })) };
  } catch (error) {
    if (error instanceof SealBroken) return doesNotOpen();
    throw error;
  }
}

const note = (
  key: RequestKey,
  event: { readonly what: string; readonly by: string; readonly details?: Record<string, string> },
  { database, now }: Desk,
) => noteAct(database, key, event, now(), justNote(database));

const unknownRecord = (): Refused =>
  refused(
    "unknown-record",
    "There is no request with this reference, and no record that it leads to. Of a record older than a week say whose it is: with --email, or with --of a request of theirs.",
  );

const noSuchFile = ({ attachments }: Submission): Refused =>
  refused(
    "unknown-record",
    attachments.length === 0
      ? "No file came with this record."
      : `No such file. There came with: ${attachments.map(({ field }) => field).join(", ")}.`,
  );

const doesNotOpen = (): Refused =>
  refused("unreadable", "It is there, but it does not open: it was changed, or sealed under another key.");
