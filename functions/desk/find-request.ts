import type { AuditEvent } from "../policy/audit-chain.ts";
import type { Reference } from "../policy/reference.ts";
import type { AuditedDatabase } from "../records/database.ts";
import { historyOf } from "../records/history.ts";
import type { RequestKey } from "../records/requests.ts";
import { ownerOf } from "../records/verifications.ts";
import { type Refused, refused } from "./answer.ts";

/** Whose a reference is, and what has happened to it so far. */
export interface Found {
  readonly key: RequestKey;
  readonly history: readonly AuditEvent[];
}

/**
 * Finds whose a reference is. A request that was ever verified has a history, and its first event says so; what is not
 * verified yet is known by its letter, for eight days.
 */
export async function findReference(
  database: AuditedDatabase,
  reference: Reference,
): Promise<Found | undefined> {
  const history = await historyOf(database, reference);
  const subject = history[0]?.subject;
  if (subject !== undefined) return { key: { subject, reference }, history };
  const owner = await ownerOf(database, reference);
  return owner === undefined ? undefined : { key: owner, history };
}

export const unknownReference = (): Refused =>
  refused(
    "unknown-reference",
    "There is no request with this reference. Look at it once more; `desk list` shows those that are open.",
  );
