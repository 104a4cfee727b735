import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import type { NewEvent } from "../policy/audit-chain.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import { type MachineName, machineFor } from "../policy/machines.ts";
import type { Reference } from "../policy/reference.ts";
import { cannotBeUndone, mayMove, type RequestStatus } from "../policy/request-lifecycle.ts";
import { dueFor, type RetentionSchedule } from "../policy/retention-schedule.ts";
import { headOf, nextEvent } from "./audit.ts";
import type { AuditedDatabase, Database } from "./database.ts";
import { type LetterKind, type OutboxEntry, RightsRequest } from "./items.ts";
import * as keys from "./keys.ts";
import { outboxItem, writtenAt } from "./outbox-entries.ts";
import { type Parts, write } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** Whose request, and which. */
export interface RequestKey {
  readonly subject: SubjectId;
  readonly reference: Reference;
}

/** @returns undefined where it is gone. */
export async function getRequest(
  database: Database,
  { subject, reference }: RequestKey,
): Promise<RightsRequest | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.request(reference) },
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : RightsRequest.parse(Item);
}

/** A move of a request, with all that belongs to it. */
export interface Move {
  readonly to: RequestStatus;
  /** Attributes that the request gains, and those it loses. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly event: Pick<NewEvent, "what" | "by" | "details">;
  /** What else happens in the same transaction. */
  readonly also?: (request: RightsRequest) => Parts<string>;
  /** Beyond the status: what else must be true of the request, as it was read. */
  readonly only?: (request: RightsRequest) => boolean;
}

export type Moved =
  | { readonly outcome: "moved" }
  /** It is not, or no longer, where this move begins. */
  | { readonly outcome: "not-there"; readonly request: RightsRequest }
  /** What was to happen in the same transaction could not. */
  | { readonly outcome: "refused"; readonly by: string }
  | { readonly outcome: "gone" };

const TRIES = 5;

/**
 * Moves a request and writes it into its chain, in one transaction. Only the moves of the one table exist; a request
 * may also stay where it is and gain an event. Of two moves at once one is read afresh and judged again.
 */
export async function moveRequest(
  database: AuditedDatabase,
  key: RequestKey,
  move: Move,
  now: Temporal.Instant,
): Promise<Moved> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const request = await getRequest(database, key);
    if (request === undefined) return { outcome: "gone" };
    const possible = request.status === move.to || mayMove(request.status, move.to);
    if (!possible || move.only?.(request) === false) return { outcome: "not-there", request };
    const written = await write<string>(database.client, parts(database, key, request, move, now));
    if (written.outcome === "written") return { outcome: "moved" };
    if (written.by !== "request" && written.by !== "event") return { outcome: "refused", by: written.by };
  }
  throw new Error("The request kept moving");
}

function parts(
  database: AuditedDatabase,
  key: RequestKey,
  request: RightsRequest,
  { to, set = {}, remove = [], event, also }: Move,
  now: Temporal.Instant,
): Parts<string> {
  const { part, head } = nextEvent(database, headOf(request), {
    reference: key.reference,
    ...(request.auditSequence === undefined ? { subject: key.subject } : {}),
    at: now.toString({ smallestUnit: "millisecond" }),
    ...event,
  });
  const { UpdateExpression, names, values } = updateOf({ ...set, ...head, status: to }, remove);
  return {
    request: {
      Update: {
        TableName: database.records,
        Key: { pk: keys.subject(key.subject), sk: keys.request(key.reference) },
        UpdateExpression,
        // The chain's end stands for all that was read: whatever else moves the request moves it too.
        ConditionExpression:
          request.auditHash === undefined
            ? "#status = :from AND attribute_not_exists(auditHash)"
            : "#status = :from AND auditHash = :read",
        ExpressionAttributeNames: { ...names, "#status": "status" },
        ExpressionAttributeValues: {
          ...values,
          ":from": request.status,
          ...(request.auditHash === undefined ? {} : { ":read": request.auditHash }),
        },
      },
    },
    event: part,
    ...also?.(request),
  };
}

/** A person of the staff who approves of a choice says by it that it is done. */
export const mayCancel = (request: RightsRequest): boolean =>
  mayMove(request.status, "cancelled") &&
  !cannotBeUndone(request) &&
  !(machineFor[request.right] === "choices" && request.awaits?.decision === "approve");

/** The one write that decides between the person's "cancel" and the machine's "begin". */
export async function cancelRequest(
  database: AuditedDatabase,
  key: RequestKey,
  schedule: RetentionSchedule,
  now: Temporal.Instant,
): Promise<"cancelled" | "too-late" | "gone"> {
  const at = now.toString({ smallestUnit: "millisecond" });
  const moved = await moveRequest(
    database,
    key,
    {
      to: "cancelled",
      set: { concludedAt: at, ...dueFor(schedule, "request-identity", now, key.reference) },
      remove: ["open", "deadline"],
      event: { what: "cancelled", by: "data subject" },
      also: ({ awaits, right }) => ({
        letter: putEntry(database, key, now, { intent: "cancelled", letter: "request-cancelled" }),
        // A machine that waits for a person need wait no longer.
        ...(awaits === undefined
          ? {}
          : {
              wake: putEntry(database, key, now, { intent: "wake", wakes: machineFor[right] }),
            }),
      }),
      only: mayCancel,
    },
    now,
  );
  if (moved.outcome === "moved") return "cancelled";
  if (moved.outcome !== "not-there") return "gone";
  return moved.request.status === "cancelled" ? "cancelled" : "too-late";
}

/** An outbox entry about the request, as part of a transaction; its intent is told apart by its last word. */
export function putEntry(
  database: Database,
  { subject, reference }: RequestKey,
  now: Temporal.Instant,
  what: { readonly intent: string } & (
    | { readonly letter: LetterKind }
    | { readonly machine: MachineName }
    | { readonly wakes: MachineName }
  ),
) {
  const about = keys.request(reference);
  const intent = `${reference}-${what.intent}`;
  const entry: OutboxEntry = { ...what, intent, reference, about, ...writtenAt(now) };
  return { Put: { TableName: database.records, Item: outboxItem(subject, entry) } };
}
