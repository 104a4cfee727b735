import type { AuditEvent } from "../policy/audit-chain.ts";
import { RequestStatus } from "../policy/request-lifecycle.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { RequestKey } from "./requests.ts";
import { updateOf } from "./update-expression.ts";

/** What a history says of the end of its request, which a restore has taken back. */
export interface EndSaid {
  readonly status: RequestStatus;
  readonly concludedAt: string;
  /** Of a refusal. */
  readonly ground?: string;
}

/** The events with which a request ends, and as what; the other ones leave it where it is. */
const endings: Readonly<Record<string, (event: AuditEvent) => RequestStatus>> = {
  concluded: ({ details }) => RequestStatus.parse(details?.status),
  "copy handed over": () => "completed",
  cancelled: () => "cancelled",
  "erased again after a restore": () => "completed",
};

/** @returns undefined where it is still open. */
export function endSaidBy(history: readonly AuditEvent[]): EndSaid | undefined {
  const end = history.findLast(({ what }) => endings[what] !== undefined);
  const status = end && endings[end.what]?.(end);
  if (end === undefined || status === undefined) return undefined;
  const ground =
    status === "refused" ? history.findLast(({ what }) => what === "refused")?.details?.ground : undefined;
  return { status, concludedAt: end.at, ...(ground === undefined ? {} : { ground: String(ground) }) };
}

/**
 * As part of a transaction: brings a request that a restore brought back to its end, whatever it was.
 * @param held whether who made it has to stay.
 */
export function settleRestored(
  database: Database,
  key: RequestKey,
  set: Readonly<Record<string, unknown>>,
  held: boolean,
) {
  const remove = [...(held ? [] : ["sealed"]), ...OF_OPEN_ONES];
  return change(database, key, { status: "completed", ...set }, remove, undefined);
}

/**
 * As part of a transaction: tells a restored request where its history ends, and what that says of its own end.
 * @param read the end of the history as the request has it: one that has moved since was not restored.
 */
export const catchUp = (
  database: Database,
  key: RequestKey,
  set: Readonly<Record<string, unknown>>,
  { read, ended }: { readonly read: string; readonly ended: boolean },
) => change(database, key, set, ended ? OF_OPEN_ONES : [], read);

const OF_OPEN_ONES = ["open", "deadline", "awaits"];

function change(
  database: Database,
  { subject, reference }: RequestKey,
  set: Readonly<Record<string, unknown>>,
  remove: readonly string[],
  read: string | undefined,
) {
  const { UpdateExpression, names, values } = updateOf(set, remove);
  return {
    Update: {
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.request(reference) },
      UpdateExpression,
      ConditionExpression: read === undefined ? "attribute_exists(pk)" : "auditHash = :read",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ...(read === undefined ? {} : { ":read": read }) },
    },
  };
}
