import type { Temporal } from "temporal-polyfill";
import type { Database } from "./database.ts";
import type { OutboxEntry, Verification } from "./items.ts";
import * as keys from "./keys.ts";
import { outboxItem } from "./outbox-entries.ts";
import { noErasureRunning } from "./tombstones.ts";
import { type Parts, write } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** What confirming changes in a record, and what it brings about. */
export interface Confirmation {
  readonly verification: Verification;
  /** The status that only an unconfirmed record has, and the one it moves to. */
  readonly from: string;
  readonly to: string;
  /** Attributes that the record gains, and those it loses. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly remove: readonly string[];
  /** Items that exist from now on: consents. */
  readonly items: readonly { readonly sk: string; readonly [attribute: string]: unknown }[];
  /** What it brings about. */
  readonly entries: readonly OutboxEntry[];
  /** What else happens in the same transaction: the event in the request's chain. */
  readonly also?: Parts<string>;
}

export type ConfirmationOutcome =
  | "confirmed"
  /** Somebody was faster: the same person, in all likelihood, with a second click. */
  | "already"
  /** The record is gone, or everything about the person is being erased. */
  | "gone";

/** ONE transaction, so that of any number of clicks one confirms and the others find it done. */
export async function confirm(
  database: Database,
  { verification, from, to, set, remove, items, entries, also = {} }: Confirmation,
  now: Temporal.Instant,
): Promise<ConfirmationOutcome> {
  const { reference, subject, about } = verification;
  const pk = keys.subject(subject);
  const { UpdateExpression, names, values } = updateOf({ ...set, status: to }, remove);
  const written = await write<string>(database.client, {
    verification: {
      Update: {
        TableName: database.fleeting,
        Key: { pk, sk: keys.verification(reference) },
        UpdateExpression: "SET confirmedAt = :now",
        ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(confirmedAt)",
        ExpressionAttributeValues: { ":now": now.epochMilliseconds },
      },
    },
    record: {
      Update: {
        TableName: database.records,
        Key: { pk, sk: about },
        UpdateExpression,
        ConditionExpression: "#status = :from",
        ExpressionAttributeNames: { ...names, "#status": "status" },
        ExpressionAttributeValues: { ...values, ":from": from },
      },
    },
    tombstone: noErasureRunning(database, subject),
    ...also,
    ...puts(
      database,
      entries.map((entry) => outboxItem(subject, entry)),
    ),
    ...puts(
      database,
      items.map((item) => ({ pk, ...item })),
    ),
  });
  if (written.outcome === "written") return "confirmed";
  return written.by === "verification" ? "already" : "gone";
}

const puts = (database: Database, items: readonly { readonly sk: string }[]): Parts<string> =>
  Object.fromEntries(items.map((Item) => [Item.sk, { Put: { TableName: database.records, Item } }]));
