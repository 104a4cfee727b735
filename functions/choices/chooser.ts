import type { Temporal } from "temporal-polyfill";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import type { AuditedDatabase } from "../records/database.ts";

/** What the room of choices works with; built once per cold start. */
export interface Chooser {
  readonly database: AuditedDatabase;
  readonly schedule: RetentionSchedule;
  readonly now: () => Temporal.Instant;
}
