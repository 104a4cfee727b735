import { eraseCopy } from "../data-map/ready-copy.ts";
import { copyStands } from "../policy/download.ts";
import { contentsOf, ExportRight } from "../policy/export-contents.ts";
import { isConcluded, isProved } from "../policy/request-lifecycle.ts";
import { getKey } from "../records/data-keys.ts";
import { type Bundle, type RightsRequest, SealedAnswers, type Submission } from "../records/items.ts";
import { getRequest, type Move, moveRequest, putEntry, type RequestKey } from "../records/requests.ts";
import { requestsOf } from "../records/requests-of.ts";
import { newReference } from "../records/secrets.ts";
import { noErasureRunning } from "../records/tombstones.ts";
import { openJson, placeOf } from "../records/vault.ts";
import type { Desk } from "./desk.ts";

/** A record of the staff's that was marked just now, and by whom. */
interface Marked {
  readonly key: RequestKey;
  readonly record: Submission;
  readonly by: string;
  /** ISO 8601: of copies that lie ready only those from before this are taken back; "" for none, absent for all. */
  readonly madeBefore?: string | undefined;
}

/**
 * Sees to it that no copy goes out as it was before a record was marked: what is under way is judged and made anew,
 * what lies ready is taken back. Called after the mark is written: whatever is handed over before that is found here,
 * and whatever is to be handed over after it is refused. Done before counts as done.
 * @returns how many were taken back just now.
 */
export async function takeBack(marked: Marked, desk: Desk): Promise<number> {
  let takenBack = 0;
  for (const { right, reference } of await requestsOf(desk.database, marked.key.subject)) {
    const exporting = ExportRight.safeParse(right).data;
    // An answer without records has none that was marked.
    if (exporting === undefined || contentsOf(exporting).records === "none") continue;
    if (await seeTo({ subject: marked.key.subject, reference }, marked, desk)) takenBack += 1;
  }
  return takenBack;
}

const TRIES = 5;

/** @returns true where a copy that lay ready is taken back now. */
async function seeTo(key: RequestKey, marked: Marked, desk: Desk): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const request = await getRequest(desk.database, key);
    if (request === undefined || !isProved(request.status)) return false;
    if (isConcluded(request.status)) return await withdraw(key, request, marked, desk);
    const moved = await moveRequest(desk.database, key, makeAnew(request, marked), desk.now());
    if (moved.outcome !== "not-there") return false;
  }
  throw new Error("The request kept moving");
}

/** For a request that is under way: a copy that was collected before this word is not handed over. */
const makeAnew = ({ status }: RightsRequest, { key, by }: Marked): Move => ({
  to: status,
  set: { marked: newReference() },
  event: { what: "copy to be made anew", by, details: { record: key.reference } },
  only: (read) => read.status === status,
});

async function withdraw(
  key: RequestKey,
  request: RightsRequest,
  marked: Marked,
  desk: Desk,
): Promise<boolean> {
  const { bundle } = request;
  // One whose time is over waits for its night, and nobody gets it in any case.
  if (copyStands(request, desk.now()) === "over") return false;
  if (bundle === undefined || !(await mayHold({ ...request, bundle }, key, marked, desk))) return false;
  const isNew = bundle.withdrawnAt === undefined && (await markWithdrawn(key, bundle, marked, desk));
  // A hold may keep it: then it stays where it is, and nobody gets it.
  await eraseCopy(key, { ...request, bundle }, marked.by, desk, desk.now());
  return isNew;
}

/** First nobody gets it any more, and its person is told; while they are being erased no letter goes. */
async function markWithdrawn(key: RequestKey, bundle: Bundle, { key: of, by }: Marked, desk: Desk) {
  const { database } = desk;
  const now = desk.now();
  const withdrawnAt = now.toString({ smallestUnit: "millisecond" });
  const move: Move = {
    to: "completed",
    set: { bundle: { ...bundle, withdrawnAt } },
    event: { what: "copy withdrawn", by, details: { record: of.reference } },
    only: ({ bundle: read }) => read?.sealedAt === bundle.sealedAt && read.withdrawnAt === undefined,
  };
  const letter = putEntry(database, key, now, { intent: "withdrawn", letter: "copy-withdrawn" });
  const tombstone = noErasureRunning(database, key.subject);
  const told = await moveRequest(database, key, { ...move, also: () => ({ letter, tombstone }) }, now);
  const moved = told.outcome === "refused" ? await moveRequest(database, key, move, now) : told;
  return moved.outcome === "moved";
}

/** Whether the copy may hold the record as it was: not what came later, before the day asked for, or is not taken along. */
async function mayHold(
  { right, reference, sealed, bundle }: RightsRequest & { readonly bundle: Bundle },
  { subject }: RequestKey,
  { record, madeBefore }: Marked,
  { database, vault }: Desk,
): Promise<boolean> {
  if (madeBefore !== undefined && bundle.sealedAt >= madeBefore) return false;
  const { records } = contentsOf(ExportRight.parse(right));
  if (records === "provided" && record.status !== "confirmed") return false;
  if (Date.parse(record.receivedAt) > Date.parse(bundle.sealedAt)) return false;
  const dataKey = await getKey(database, await vault(), subject);
  if (sealed === undefined || dataKey === undefined) return true;
  const answers = SealedAnswers.parse(await openJson(dataKey, placeOf(reference, "identity"), sealed));
  return record.receivedAt.slice(0, 10) >= (answers.since ?? "");
}
