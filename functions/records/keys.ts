import type { SubjectId } from "../policy/data-subject.ts";
import type { HeldOf } from "../policy/legal-hold.ts";
import type { Reference } from "../policy/reference.ts";

/**
 * Every key of every table on one page, each beside the question it answers. Only ids, digests and kinds: a key is
 * never encrypted, so nothing in it may name a person.
 */

/** Records: "everything about this person", one strongly consistent query. Keys: "their data key". */
export const subject = (id: SubjectId) => `subject#${id}`;

/** Records: "this submission", "this rights request". */
export const submission = (reference: Reference) => `submission#${reference}`;
export const request = (reference: Reference) => `request#${reference}`;

/** Records: "which file has no record, and when does it go". */
export const strayFile = (reference: Reference) => `file#${reference}`;

/** Records: "what did they agree to, in which words, and when". */
export const consent = (reference: Reference, name: string) => `consent#${reference}#${name}`;
export const CONSENTS = "consent#";

/** Records: "what is still to be sent or started". The stream mapping filters on this prefix. */
export const outbox = (intent: string) => `outbox#${intent}`;

/** Records: "what was placed under a legal hold". */
export const hold = (id: string) => `hold#${id}`;

/** Records: "has any hold been placed or released since I looked". */
export const GUARD = "guard";

/**
 * Records: "what is held of everybody". Its guard has as many copies as the index `due` has shards: who destroys asks
 * the copy of their person's shard, so that many at once do not meet on one item.
 */
export const HOUSE = "holds";
export const heldOf = (of: HeldOf) => (of === "house" ? HOUSE : subject(of));
export const houseGuard = (shard: string) => `guard#${shard}`;
export const HOUSE_STANDING = ["guard#", "hold$"] as const;

/** Records, under the house: "whose is this hold", "which holds are there". */
export const placedHold = (id: string) => `placed#${id}`;

/** Records, under the house: "where does the history of this hold on everybody end"; outside of what stands there. */
export const holdHistory = (of: Reference | "") => `audit#${of}`;

/**
 * Records: "what may stand against destroying anything of theirs": in one range from the guard through the holds to the
 * requests, with the few outbox entries between.
 */
export const STANDING = [GUARD, "request$"] as const;

/** Records: "is everything about this person being erased just now". */
export const TOMBSTONE = "tombstone";

/** Records: "was everything about this person erased before, or do they want no advertising". */
export const SUPPRESSION = "suppression";

/** Fleeting, under the person: "what waits to be confirmed". */
export const verification = (reference: Reference) => `verification#${reference}`;

/** Fleeting: "whose is this reference", for who types it with a code; under it one item. */
export const reference = (of: Reference) => ({ pk: `reference#${of}`, sk: "subject" });

/** Fleeting, under the person: "what does this link open". By digest: the token itself is nowhere. */
export const token = (digest: string) => `token#${digest}`;

/** Fleeting, under the person: "which request does this browser show". */
export const session = (digest: string) => `session#${digest}`;

/** Fleeting, under the person: "which code opens the copy of this request, and when was one asked for". */
export const download = (reference: Reference) => `download#${reference}`;

/** Fleeting, under the person: "which letters went to them lately". */
export const LETTER_BUDGET = "budget#letters";

/** Fleeting, under the person: "did we ask them already whether we may write, since somebody recommended us". */
export const ASKED_ONCE = "asked";

/** Fleeting: "how many came from this network in this window". */
export const networkBudget = (network: string, window: number) => ({
  pk: `budget#network#${network}#${window}`,
  sk: "budget",
});

/** Fleeting: "how many letters went to everybody in this hour". */
export const overallBudget = (hour: number) => ({ pk: `budget#letters#all#${hour}`, sk: "budget" });

/** Fleeting: "was this row among those that the night was planned with". Under the night's own key, and under nobody's. */
export const plannedRows = (night: string, manifest: string, shard: string, from: number | "") => ({
  pk: `night#${night}`,
  sk: `${manifest}#${shard}#${from}`,
});
