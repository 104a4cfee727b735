import type { Temporal } from "temporal-polyfill";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import type { AuditedDatabase } from "../records/database.ts";
import type { Vault } from "../records/vault.ts";

/** What the room of verification works with; built once per cold start. */
export interface VerificationDesk {
  readonly database: AuditedDatabase;
  readonly vault: () => Promise<Vault>;
  readonly schedule: RetentionSchedule;
  /** Seconds between the confirmation of an erasure and its beginning. */
  readonly coolingOff: number;
  readonly now: () => Temporal.Instant;
}
