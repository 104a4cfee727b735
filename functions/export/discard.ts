import { requestPrefix } from "../records/bundle-keys.ts";
import { abortUpload, type Workplace } from "../records/bundles.ts";
import { deleteObjectsUnder } from "../records/objects.ts";
import { getRequest } from "../records/requests.ts";
import type { Advanced, Exporter, ExportRun } from "./exporter.ts";

/**
 * Deletes what was collected for a request that is not answered with a copy, and the copy. One that was handed over
 * stays: it ends by its own clock.
 */
export async function discard(run: ExportRun, { database, exports: store }: Exporter): Promise<Advanced> {
  const { subject, request: reference } = run;
  const request = await getRequest(database, { subject, reference });
  if (request?.status !== "completed") await throwAway({ store, subject, reference });
  return { ...run, more: false };
}

/** All that was made for a request so far, half or whole. */
export async function throwAway(at: Omit<Workplace, "dataKey">): Promise<void> {
  await abortUpload(at);
  await deleteObjectsUnder(at.store, at.subject, requestPrefix(at.reference));
}
