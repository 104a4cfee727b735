import { described, log } from "../edge/log.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import { isProved } from "../policy/request-lifecycle.ts";
import { workPrefix } from "../records/bundle-keys.ts";
import { abortUpload, bundleFacts, WorkGone, type Workplace } from "../records/bundles.ts";
import { deleteObjectsUnder } from "../records/objects.ts";
import { requestsOf } from "../records/requests-of.ts";
import type { BundleFacts, EntriesOf, PastRequest } from "./bundle-entry.ts";
import { PATIENCE, type Unread, unread } from "./collect.ts";
import type { Collected } from "./collected.ts";
import { throwAway } from "./discard.ts";
import { type Advanced, type Exporter, type ExportRun, stillWanted, type Wanted } from "./exporter.ts";
import { noteLost } from "./lost-files.ts";
import { getCollected, putCollected } from "./segments.ts";
import { sinceOf } from "./since.ts";
import { FileAway, type Material, writeBundle } from "./write-bundle.ts";

/**
 * Makes one ZIP of what was collected, in as many calls as it takes, and deletes what it was made from. The memory it
 * takes is a page and a part of an upload, however much there is. Called again when it is done it finds it done. A file
 * that was lost since it was collected holds up nothing: the copy is made without it, and says so. Where S3 has let go of
 * what it is made from, all of it is thrown away, and it is to be collected anew.
 * @throws HolderUnavailable where a file could not be read for a reason that may pass.
 */
export async function seal(
  run: ExportRun,
  exporter: Exporter,
  entriesOf: EntriesOf,
  remaining: () => number,
): Promise<Advanced & Partial<Unread>> {
  const { exports: store } = exporter;
  const { subject, request: reference } = run;
  const wanted = await stillWanted(run, exporter);
  if (wanted === undefined) return { ...run, more: false, stopped: true };
  const at: Workplace = { store, subject, reference, dataKey: wanted.dataKey };
  const [collected, there] = await Promise.all([getCollected(at), bundleFacts(store, subject, reference)]);
  const stopped: Advanced = { ...run, more: false, stopped: true };
  if (collected === undefined && there === undefined) return stopped;
  // A record was marked since: it is to be judged again, and collected anew.
  const isAsCollected = ({ request: { marked } }: Wanted) => (collected ?? there)?.marked === marked;
  if (!isAsCollected(wanted)) return stopped;
  if (collected !== undefined && there?.sealedAt !== asOf(collected)) {
    const facts = await factsOf(run, wanted, collected, exporter);
    const stillSo = async () => {
      const still = await stillWanted(run, exporter);
      return still !== undefined && isAsCollected(still);
    };
    const came = await written(at, { collected, facts, entriesOf }, exporter, stillSo, remaining);
    if (came === "cut") return { ...run, more: true };
    if (came === "gone") await throwAway(at);
    if (came !== "sealed") return stopped;
  }
  // Of a bundle that is whole this aborts nothing; of one that was begun anew, what its first beginning left.
  await abortUpload(at);
  await deleteObjectsUnder(store, subject, workPrefix(reference));
  const { missing } = collected ?? there ?? { missing: [] };
  return { ...run, more: false, ...(missing.length === 0 ? {} : unread(missing)) };
}

/** Writes it, and again without what is found to be lost, until nothing is. */
async function written(
  at: Workplace,
  bundle: Pick<Material, "collected" | "facts" | "entriesOf">,
  { holders, partBytes }: Exporter,
  stillSo: () => Promise<boolean>,
  remaining: () => number,
): Promise<"sealed" | "cut" | "stopped" | "gone"> {
  const { collected } = bundle;
  const { failures } = collected;
  const isGivenUp = (holder: string) => (failures[holder] ?? 0) >= PATIENCE;
  for (;;) {
    try {
      const came = await writeBundle(at, { ...bundle, holders, partBytes, isGivenUp }, stillSo, remaining);
      if (typeof came === "string") return came;
      noteLost(collected, came);
      await putCollected(at, collected);
    } catch (error) {
      if (error instanceof WorkGone) return (await isSealed(at, collected)) ? "sealed" : "gone";
      if (!(error instanceof FileAway)) throw error;
      log.error("holder failed", { ...described(error.cause), holder: error.holder });
      failures[error.holder] = (failures[error.holder] ?? 0) + 1;
      await putCollected(at, collected);
      throw new HolderUnavailable(error.holder);
    }
  }
}

/** By another call, which then has deleted what it was made from. */
const isSealed = async ({ store, subject, reference }: Workplace, collected: Collected): Promise<boolean> =>
  (await bundleFacts(store, subject, reference))?.sealedAt === asOf(collected);

function asOf({ madeAt }: Collected): string {
  if (madeAt === undefined) throw new Error("There is more to collect");
  return madeAt;
}

async function factsOf(
  { subject }: ExportRun,
  { request, right, dataKey }: Wanted,
  collected: Collected,
  { database, controller, siteUrl }: Exporter,
): Promise<BundleFacts> {
  const { reference, regime, receivedAt } = request;
  const past: PastRequest[] = await requestsOf(database, subject);
  return {
    request: { reference, right, regime, receivedAt, since: await sinceOf(request, dataKey) },
    madeAt: asOf(collected),
    controller,
    siteUrl,
    history: past
      .filter(({ status }) => isProved(status))
      .toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1)),
  };
}
