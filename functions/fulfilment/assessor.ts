import type { Temporal } from "temporal-polyfill";
import type { AuditedDatabase } from "../records/database.ts";
import type { Vault } from "../records/vault.ts";

/** What assessing works with. */
export interface Assessor {
  readonly database: AuditedDatabase;
  readonly vault: () => Promise<Vault>;
  /** The hosts that a copy may be sent to without a person who agrees. */
  readonly portabilityHosts: readonly string[];
  readonly now: () => Temporal.Instant;
}

/** What is said of a request of one kind. */
export interface Judged {
  /** Why a person has to look at it; undefined where nobody has to, or has agreed to all of it. */
  readonly reason: string | undefined;
}
