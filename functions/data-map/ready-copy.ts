import type { Temporal } from "temporal-polyfill";
import type { Verdict } from "../policy/may-destroy.ts";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import { requestPrefix } from "../records/bundle-keys.ts";
import type { AuditedDatabase } from "../records/database.ts";
import { forgetCopy } from "../records/forget-copy.ts";
import type { Bundle, RightsRequest } from "../records/items.ts";
import { deleteObjectsUnder, type ObjectStore } from "../records/objects.ts";
import type { RequestKey } from "../records/requests.ts";
import { exportBundles } from "./export-bundles.ts";
import { readGuard } from "./guard.ts";

/** Where a copy lies that was handed over, and where that is written down. */
export interface CopyPlace {
  readonly database: AuditedDatabase;
  readonly exports: ObjectStore;
  readonly schedule: RetentionSchedule;
}

/** Erases the copy of a concluded request before its day, unless something keeps it. @param by who says so. */
export async function eraseCopy(
  key: RequestKey,
  { bundle, ...request }: RightsRequest & { readonly bundle: Bundle },
  by: string,
  { database, exports, schedule }: CopyPlace,
  now: Temporal.Instant,
): Promise<Verdict> {
  const { subject, reference } = key;
  const holder = exportBundles(exports).describe().name;
  const guard = await readGuard(database, subject, reference, now);
  const verdict = guard.judge({ holder, record: reference, receivedAt: bundle.sealedAt });
  if (!verdict.may) return verdict;
  // The copy first: cut in between, the row still says that there is one, and whoever looks for it finds that it is gone.
  await deleteObjectsUnder(exports, subject, requestPrefix(reference));
  await forgetCopy(database, key, { ...request, bundle }, { by, schedule }, now);
  return verdict;
}
