import { requestPrefix } from "../records/bundle-keys.ts";
import { abortUpload } from "../records/bundles.ts";
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
  if (request?.status !== "completed") {
    await abortUpload({ store, subject, reference });
    await deleteObjectsUnder(store, subject, requestPrefix(reference));
  }
  return { ...run, more: false };
}
