import { createHash } from "node:crypto";
import { type ChainHead, linked, type NewEvent, NO_CHAIN } from "../policy/audit-chain.ts";
import type { AuditedDatabase } from "./database.ts";
import type { RightsRequest } from "./items.ts";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Where a request's chain ends, as the request itself says. */
export function headOf({
  auditSequence,
  auditHash,
}: Pick<RightsRequest, "auditSequence" | "auditHash">): ChainHead {
  return auditSequence === undefined || auditHash === undefined
    ? NO_CHAIN
    : { sequence: auditSequence, hash: auditHash };
}

/**
 * The next event of a chain, as the part of the transaction that also moves its request: the one cannot happen
 * without the other, and of two at once one is refused.
 */
export function nextEvent(database: AuditedDatabase, head: ChainHead, event: NewEvent) {
  const next = linked(head, event, sha256);
  return {
    head: { auditSequence: next.sequence, auditHash: next.hash },
    part: {
      Put: {
        TableName: database.audit,
        Item: { pk: `request#${next.reference}`, ...next },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
  };
}
