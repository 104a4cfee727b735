import { Temporal } from "temporal-polyfill";
import type { Holder } from "../data-map/holder.ts";
import { isPassing } from "../edge/passing.ts";
import { canonical } from "../policy/audit-chain.ts";
import type { BlastRadius } from "../policy/blast-radius.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import type { RetentionSchedule } from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import type { CountedDatabase } from "../records/database.ts";
import type { ObjectStore } from "../records/objects.ts";
import type { Vault } from "../records/vault.ts";

/** What the room of the retention works with; built once per cold start. */
export interface Sweeper {
  readonly database: CountedDatabase;
  /** Every place personal data live. */
  readonly holders: readonly Holder[];
  /** The bucket of attachments, for the proof that no file is without a record. */
  readonly attachments: ObjectStore;
  readonly schedule: RetentionSchedule;
  readonly blastRadius: BlastRadius;
  readonly vault: () => Promise<Vault>;
  /**
   * The clock on the wall: only for how long it took, and for what may still be on its way to us. What is due, and what a
   * hold says, goes by the scheduled time.
   */
  readonly clock: () => Temporal.Instant;
}

/** Milliseconds kept back to finish a page and to answer. */
export const RESERVE = 60_000;

/** The UTC date of a scheduled time, by which a night is called: all that is due on it or before goes. */
export const dayOf = (at: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO("UTC").toPlainDate().toString();

/** The scheduled time in the one form in which it is kept. */
export const inUtc = (at: string): string =>
  Temporal.Instant.from(at).toString({ smallestUnit: "millisecond" });

export const wallTime = ({ clock }: Sweeper): string => clock().toString({ smallestUnit: "millisecond" });

/** Whether AWS is away, or others keep changing the same; what fails otherwise fails because of itself. */
export const isRefused = (error: unknown): boolean =>
  isPassing(error) || error instanceof HolderUnavailable || (error instanceof Error && "$metadata" in error);

/** By which a changed schedule is noticed: its periods and what is done when they are over. */
export const hashOf = (schedule: RetentionSchedule): string =>
  sha256(
    canonical(
      Object.fromEntries(
        Object.entries(schedule).map(([category, { period, action }]) => [category, { period, action }]),
      ),
    ),
  );
