import type { Temporal } from "temporal-polyfill";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import type { AuditedDatabase } from "../records/database.ts";
import type { ObjectStore } from "../records/objects.ts";
import type { Vault } from "../records/vault.ts";

/** What the handing out of copies works with; built once per cold start. */
export interface DownloadCounter {
  readonly database: AuditedDatabase;
  readonly vault: () => Promise<Vault>;
  /** Where the copies are. */
  readonly exports: ObjectStore;
  readonly schedule: RetentionSchedule;
  readonly now: () => Temporal.Instant;
}
