import { getKey } from "../records/data-keys.ts";
import { SealedAnswers, type Submission } from "../records/items.ts";
import { MaskList, masksPart } from "../records/marks.ts";
import { noteAct } from "../records/note-act.ts";
import type { RequestKey } from "../records/requests.ts";
import { write } from "../records/transaction.ts";
import { type DataKey, openJson, placeOf, sealJson } from "../records/vault.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findSubmission, unknownSubmission } from "./flag.ts";
import type { Asked } from "./question.ts";
import { takeBack } from "./take-back.ts";

/**
 * Keeps words about somebody else out of every copy (GDPR 15(4)): one under way is made anew, one that lies ready with
 * them is taken back. The words are kept sealed, with the record; the history knows how many there are, never which.
 */
export async function mask(asked: Asked<"mask">, desk: Desk): Promise<AnswerTo<"mask">> {
  const { reference, field, by } = asked;
  const found = await findSubmission(asked, desk);
  const dataKey = found && (await keyOf(found.key, desk));
  if (found === undefined || dataKey === undefined) return unknownSubmission();
  // As answers are kept (`intake/text-answer.ts`): else the same words would not be found.
  const text = asked.words.replace(/\r\n?/g, "\n").normalize("NFC");
  const answers = SealedAnswers.parse(
    await openJson(dataKey, placeOf(reference, "answers"), found.record.sealed),
  );
  if (answers[field]?.includes(text) !== true) return notThere();
  const before = await masksIn(found.record, dataKey);
  const same = before.find((one) => one.field === field && one.text === text);
  if (same !== undefined) {
    // Masked before, perhaps in a call that was cut: a copy that was made after it has the mask.
    const withdrawn = await takeBack({ ...found, by, madeBefore: same.at }, desk);
    return { outcome: "done", reference, masks: before.length, withdrawn };
  }
  const at = desk.now().toString({ smallestUnit: "millisecond" });
  return await keep(found, dataKey, [...before, { field, text, at }], { by }, desk);
}

/** Takes all masks of a record away: one was wrong. A copy that lies ready stays as it is. */
export async function unmask(asked: Asked<"unmask">, desk: Desk): Promise<AnswerTo<"unmask">> {
  const found = await findSubmission(asked, desk);
  const dataKey = found && (await keyOf(found.key, desk));
  if (found === undefined || dataKey === undefined) return unknownSubmission();
  const { by, reference } = asked;
  const madeBefore = "";
  if (found.record.masks !== undefined) return await keep(found, dataKey, [], { by, madeBefore }, desk);
  await takeBack({ ...found, by, madeBefore }, desk);
  return { outcome: "done", reference, masks: 0, withdrawn: 0 };
}

async function keep(
  { key, record }: { readonly key: RequestKey; readonly record: Submission },
  dataKey: DataKey,
  masks: MaskList,
  { by, madeBefore }: { readonly by: string; readonly madeBefore?: string },
  desk: Desk,
): Promise<AnswerTo<"mask">> {
  const { database, now } = desk;
  const { reference } = key;
  const sealed = masks.length === 0 ? undefined : await sealJson(dataKey, placeOf(reference, "masks"), masks);
  const event = { what: "masked", by, details: { masks: masks.length } };
  const outcome = await noteAct(database, key, event, now(), async (parts) => {
    const part = masksPart(database, key, record.masks, sealed);
    const written = await write<string>(database.client, { masks: part, ...parts });
    if (written.outcome === "written") return "done";
    return written.by === "masks" ? "changed" : "refused";
  });
  if (outcome !== "done")
    return refused("try-again", "Somebody else masked something in this very moment. Say it once more.");
  const withdrawn = await takeBack({ key, record, by, madeBefore }, desk);
  return { outcome, reference, masks: masks.length, withdrawn };
}

/** The masks of a record, opened. @throws SealBroken */
export async function masksIn({ reference, masks }: Submission, dataKey: DataKey): Promise<MaskList> {
  return masks === undefined
    ? []
    : MaskList.parse(await openJson(dataKey, placeOf(reference, "masks"), masks));
}

/** The key of whose it is; undefined where it is shredded. */
export const keyOf = async ({ subject }: RequestKey, { database, vault }: Desk) =>
  await getKey(database, await vault(), subject);

const notThere = (): Refused =>
  refused(
    "words-not-there",
    "These words are not in that field, letter for letter. Look at the record again. Nothing was changed.",
  );
