import { formBySlug, forms } from "../intake/forms.ts";
import { canonical } from "../policy/audit-chain.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import type { HeldOf, HoldScope, LegalHold } from "../policy/legal-hold.ts";
import { CODE_ALPHABET, Reference } from "../policy/reference.ts";
import { sha256 } from "../records/audit.ts";
import { findRecord } from "../records/find-record.ts";
import { getHold, placeHold } from "../records/holds.ts";
import * as keys from "../records/keys.ts";
import { type HistoryKey, noteAct } from "../records/note-act.ts";
import { recordsOf } from "../records/records-of.ts";
import { reportedChild } from "../records/reported-child.ts";
import { getRequest, type RequestKey } from "../records/requests.ts";
import { hasSubmissionOf } from "../records/submissions-of.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findReference, unknownReference } from "./find-request.ts";
import { noAddress, nothingOf, whoHas } from "./person.ts";
import type { Asked } from "./question.ts";

type HoldWords = Pick<LegalHold, "scope" | "ground" | "citation" | "until" | "matter">;

/**
 * Keeps a person's data from every destroyer: erasure, sweep, replay. It is in force with the answer, for an erasure
 * that is under way too. The same hold asked for twice is one hold: its name is made of what it says.
 */
export async function hold(asked: Asked<"hold">, desk: Desk): Promise<AnswerTo<"hold">> {
  const { reference, scope, by } = asked;
  const found = await findReference(desk.database, reference);
  if (found === undefined) return whoseIsIt();
  const held = await whoIsHeld(found.key, scope, desk);
  if (typeof held !== "string") return held;
  const against = dayHasPassed(asked.until, desk) ?? (await objection(scope, held, desk));
  if (against !== undefined) return against;
  const words = wordsOf(asked, scope);
  const placed = holdOf(words, `${reference}-${digestOf(words).slice(0, 8)}`, by, desk);
  return await place(held, placed, found.key, whose(held, found.key), desk);
}

/**
 * The same for somebody who is known by their address alone, as a form's reference says for a week only whose it is.
 * The hold has a history of its own, under a reference that is made of whom it is on and of what it says.
 */
export async function holdPerson(asked: Asked<"hold-person">, desk: Desk): Promise<AnswerTo<"hold-person">> {
  const { email, scope, by } = asked;
  const subject = await whoHas(email, desk);
  if (subject === undefined) return noAddress();
  // A mistyped address must not look like a hold.
  if ((await recordsOf(desk.database, subject)).length === 0) return nothingOf();
  const against = dayHasPassed(asked.until, desk) ?? (await objection(scope, subject, desk));
  if (against !== undefined) return against;
  const words = wordsOf(asked, scope);
  const { reference, id } = namesIn(digestOf({ subject, ...words }));
  return await place(subject, holdOf(words, id, by, desk), { subject, reference }, {}, desk);
}

/**
 * Keeps what anybody sent with a form, and what anybody will send with it: for a lawsuit. There is no request in whose
 * history that could stand; it has one of its own, under a reference that is made of what it says as well.
 */
export async function holdEverybody(
  asked: Asked<"hold-everybody">,
  desk: Desk,
): Promise<AnswerTo<"hold-everybody">> {
  const { form, by } = asked;
  const against = dayHasPassed(asked.until, desk) ?? (isForm(form) ? undefined : unknownForm(form));
  if (against !== undefined) return against;
  const words = wordsOf(asked, { form });
  const { reference, id } = namesIn(digestOf(words));
  return await place("house", holdOf(words, id, by, desk), { reference }, { form }, desk);
}

/** Places it, with its event in this history. One that stands already is what it was. */
async function place(
  held: HeldOf,
  placed: LegalHold,
  history: HistoryKey,
  details: Readonly<Record<string, string>>,
  { database, now }: Desk,
): Promise<{ readonly outcome: "done"; readonly hold: LegalHold }> {
  const event = { what: "hold placed", by: placed.placedBy, details: { ...detailsOf(placed), ...details } };
  const outcome = await noteAct(database, history, event, now(), (note) =>
    placeHold(database, held, placed, note),
  );
  const standing = outcome === "placed" ? undefined : await getHold(database, held, placed.id);
  return { outcome: "done", hold: standing ?? placed };
}

const wordsOf = (
  { ground, citation, until, matter }: Omit<HoldWords, "scope">,
  scope: HoldScope,
): HoldWords => ({ scope, ground, citation, until, matter });

/** What makes the name of a hold: 64 letters of hex. */
const digestOf = (words: HoldWords & { readonly subject?: SubjectId }): string =>
  sha256(canonical(words)).toUpperCase();

/** The name of a hold that no reference leads to, and the reference of its history: 80 bits of the digest. */
function namesIn(digest: string): { readonly reference: Reference; readonly id: string } {
  const letters = [...Buffer.from(digest.slice(8, 40), "hex")].map((byte) => CODE_ALPHABET[byte % 32]);
  const reference = Reference.parse(letters.join(""));
  return { reference, id: `${reference}-${digest.slice(0, 8)}` };
}

const holdOf = (words: HoldWords, id: string, by: string, { now }: Desk): LegalHold => ({
  id,
  ...words,
  placedAt: now().toString({ smallestUnit: "millisecond" }),
  placedBy: by,
});

/** Enough to place it again, where a restore takes it away: all but the citation, in which somebody may be named. */
const detailsOf = ({ id, scope, ground, until, matter }: LegalHold) => ({
  ...{ hold: id, scope: typeof scope === "string" ? scope : Object.entries(scope).flat().join(" ") },
  ...{ ground, until },
  ...(matter === undefined ? {} : { matter }),
});

const whose = (held: SubjectId, { subject }: RequestKey): Record<string, string> =>
  held === subject ? {} : { of: "the child" };

const whoseIsIt = (): Refused =>
  refused(
    "unknown-reference",
    "Nothing says whose this reference is. Of a form that is older than a week, hold the person: with --email.",
  );

/**
 * Whose data are meant. Who names a report of a child means the child, not the one who sent it, except where the report
 * itself is to be held. What is gone does not say any more whose it was.
 */
async function whoIsHeld(
  key: RequestKey,
  scope: HoldScope,
  { database, vault }: Desk,
): Promise<SubjectId | Refused> {
  const request = await getRequest(database, key);
  if (request === undefined) {
    const submission = await findRecord(database, key.subject, keys.submission(key.reference));
    return submission === undefined ? unknownReference() : key.subject;
  }
  if (request.right !== "report-a-child") return key.subject;
  if (typeof scope === "object" && "record" in scope && scope.record === key.reference) return key.subject;
  const child = await reportedChild(database, await vault(), key.subject, request);
  return child ?? refused("unknown-child", "The report does not say any more which child it is about.");
}

export function dayHasPassed(until: string, { now }: Desk): Refused | undefined {
  if (until >= now().toString().slice(0, 10)) return undefined;
  return refused("day-has-passed", `${until} is over. Name the day on which the hold is looked at again.`);
}

/** Why this would hold nothing. */
async function objection(
  scope: HoldScope,
  subject: SubjectId,
  { database, holders }: Desk,
): Promise<Refused | undefined> {
  if (scope === "everything") return undefined;
  if ("holder" in scope) {
    const names = holders.map((holder) => holder.describe().name);
    if (names.includes(scope.holder)) return undefined;
    return refused("unknown-holder", `There is no holder "${scope.holder}". There are: ${names.join(", ")}.`);
  }
  if ("form" in scope) {
    if (isForm(scope.form) || (await hasSubmissionOf(database, subject, scope.form))) return undefined;
    return unknownForm(scope.form);
  }
  const places = [keys.submission(scope.record), keys.request(scope.record)];
  const records = await Promise.all(places.map((sk) => findRecord(database, subject, sk)));
  return records.some((record) => record !== undefined)
    ? undefined
    : refused("unknown-record", "This person has no such record. `desk show` and their letters name them.");
}

const isForm = (slug: string): boolean => formBySlug(slug) !== undefined;

const unknownForm = (slug: string): Refused =>
  refused(
    "unknown-form",
    `There is no form "${slug}". There are: ${forms.map((form) => form.slug).join(", ")}.`,
  );
