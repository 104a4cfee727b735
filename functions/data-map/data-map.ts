import type { Database } from "../records/database.ts";
import type { ObjectStore } from "../records/objects.ts";
import { attachments } from "./attachments.ts";
import { consents } from "./consents.ts";
import { exportBundles } from "./export-bundles.ts";
import { fleeting } from "./fleeting.ts";
import type { Holder } from "./holder.ts";
import { outboxEntries } from "./outbox-entries.ts";
import { rightsRequests } from "./rights-requests.ts";
import { submissions } from "./submissions.ts";

export interface DataStores {
  readonly database: Database;
  readonly attachments: ObjectStore;
  readonly exports: ObjectStore;
}

/**
 * Every place where personal data live, in the order in which they are erased: what hangs on something goes before
 * it, so that a cut leaves nothing that nobody finds any more. Verifications go before the outbox, as by them a letter
 * can be asked for again.
 */
export const dataMap = (stores: DataStores): readonly Holder[] => [
  attachments(stores.attachments, stores.database),
  exportBundles(stores.exports),
  fleeting(stores.database),
  outboxEntries(stores.database),
  consents(stores.database),
  submissions(stores.database, stores.attachments),
  rightsRequests(stores.database, stores.exports),
];

/** @returns undefined where there is no holder of that name: a hold or a run of an older data map may say one. */
export function holderNamed(holders: readonly Holder[], name: string): Holder | undefined {
  return holders.find((holder) => holder.describe().name === name);
}
