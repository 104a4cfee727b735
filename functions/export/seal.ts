import { isProved } from "../policy/request-lifecycle.ts";
import { workPrefix } from "../records/bundle-keys.ts";
import { abortUpload, bundleFacts, type Workplace } from "../records/bundles.ts";
import { deleteObjectsUnder } from "../records/objects.ts";
import { requestsOf } from "../records/requests-of.ts";
import type { BundleFacts, EntriesOf, PastRequest } from "./bundle-entry.ts";
import type { Collected } from "./collected.ts";
import { type Advanced, type Exporter, type ExportRun, stillWanted, type Wanted } from "./exporter.ts";
import { getCollected } from "./segments.ts";
import { sinceOf } from "./since.ts";
import { writeBundle } from "./write-bundle.ts";

/**
 * Makes one ZIP of what was collected, in as many calls as it takes, and deletes what it was made from. The memory it
 * takes is a page and a part of an upload, however much there is. Called again when it is done it finds it done.
 */
export async function seal(
  run: ExportRun,
  exporter: Exporter,
  entriesOf: EntriesOf,
  remaining: () => number,
): Promise<Advanced> {
  const { exports: store } = exporter;
  const { subject, request: reference } = run;
  const wanted = await stillWanted(run, exporter);
  if (wanted === undefined) return { ...run, more: false, stopped: true };
  const at: Workplace = { store, subject, reference, dataKey: wanted.dataKey };
  const [collected, there] = await Promise.all([getCollected(at), bundleFacts(store, subject, reference)]);
  if (collected === undefined && there === undefined) return { ...run, more: false, stopped: true };
  if (collected !== undefined && there?.sealedAt !== asOf(collected)) {
    const facts = await factsOf(run, wanted, collected, exporter);
    const stillSo = async () => (await stillWanted(run, exporter)) !== undefined;
    const came = await writeBundle(
      at,
      { collected, facts, entriesOf, holders: exporter.holders, partBytes: exporter.partBytes },
      stillSo,
      remaining,
    );
    if (came === "cut") return { ...run, more: true };
    if (came === "stopped") return { ...run, more: false, stopped: true };
  }
  // Of a bundle that is whole this aborts nothing; of one that was begun anew, what its first beginning left.
  await abortUpload(at);
  await deleteObjectsUnder(store, subject, workPrefix(reference));
  return { ...run, more: false };
}

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
