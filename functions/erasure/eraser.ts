import type { Temporal } from "temporal-polyfill";
import type { Holder } from "../data-map/holder.ts";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import type { AuditedDatabase } from "../records/database.ts";
import type { Ledger } from "../records/ledger.ts";

/** What the room of erasure works with; built once per cold start. */
export interface Eraser {
  readonly database: AuditedDatabase;
  /** Every place personal data live, in the order in which they are erased. */
  readonly holders: readonly Holder[];
  readonly ledger: Ledger;
  readonly schedule: RetentionSchedule;
  readonly now: () => Temporal.Instant;
}

/** Something that no retry mends and a person has to look at. The name is the reason that the desk shows. */
export class ProofFailed extends Error {
  override readonly name = "ProofFailed";
}
