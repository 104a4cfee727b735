import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Temporal } from "temporal-polyfill";
import type { Holder } from "../data-map/holder.ts";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import type { CountedDatabase } from "../records/database.ts";
import type { Ledger } from "../records/ledger.ts";
import type { ObjectStore } from "../records/objects.ts";
import type { Vault } from "../records/vault.ts";

/** What the desk works with; built once per cold start. */
export interface Desk {
  readonly database: CountedDatabase;
  readonly vault: () => Promise<Vault>;
  /** Every place where personal data live. */
  readonly holders: readonly Holder[];
  /** The bucket of copies. */
  readonly exports: ObjectStore;
  readonly ledger: Ledger;
  readonly stepFunctions: SFNClient;
  /** The ARN of the machine that erases. */
  readonly erasure: string;
  readonly schedule: RetentionSchedule;
  readonly now: () => Temporal.Instant;
}
