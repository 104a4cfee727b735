import type { Temporal } from "temporal-polyfill";
import { readGuard } from "../data-map/guard.ts";
import { nextLook } from "../policy/may-destroy.ts";
import { dueOn } from "../policy/retention-schedule.ts";
import type { AuditedDatabase } from "../records/database.ts";
import { guardStands } from "../records/held-rows.ts";
import type { RightsRequest } from "../records/items.ts";
import type { RequestKey } from "../records/requests.ts";
import type { Parts } from "../records/transaction.ts";

/** What becomes of who made a request when it ends, and the parts of the transaction that it is judged by. */
interface OwnIdentity {
  readonly stays: boolean;
  /** Attributes of the request: where it stays, why, and the day on which that is looked at again. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly guard: Parts<string>;
}

/** The identity half goes with the conclusion, unless a hold or another open request of the person needs it. */
export async function ownIdentity(
  database: AuditedDatabase,
  { subject, reference }: RequestKey,
  { receivedAt, sealed }: Pick<RightsRequest, "receivedAt" | "sealed">,
  now: Temporal.Instant,
): Promise<OwnIdentity> {
  const { judge, versions } = await readGuard(database, subject, reference, now);
  const verdict = judge({ holder: "rights-requests", record: reference, receivedAt });
  const guard = guardStands(database, subject, versions);
  if (verdict.may || sealed === undefined) return { stays: false, set: {}, guard };
  const { may: _, ...retained } = verdict;
  const due = dueOn(nextLook(verdict, now), "request-identity", reference);
  return { stays: true, set: { ...due, retained }, guard };
}

/** A hold came in the very moment; the step is run again. */
export class Overtaken extends Error {
  override readonly name = "TryAgain";
}
