import type { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import { type HeldKey, useKey } from "./data-keys.ts";
import type { Database } from "./database.ts";
import type { OutboxEntry, RightsRequest, Submission, Verification } from "./items.ts";
import * as keys from "./keys.ts";
import { outboxItem } from "./outbox-entries.ts";
import { noErasureRunning } from "./tombstones.ts";
import { type Parts, write } from "./transaction.ts";

/** Ten minutes, in seconds: the window in which a network's submissions are counted. */
const NETWORK_WINDOW = 600;

/** A thing that arrived: what is kept, what is sent because of it, and how it will be proved. */
export interface Arrival {
  readonly subject: SubjectId;
  readonly held: HeldKey;
  readonly record: { readonly sk: string; readonly item: Submission | RightsRequest };
  readonly entry: OutboxEntry;
  /** Absent where nothing has to be proved (withdrawal, opt-out). */
  readonly verification: Verification | undefined;
  /** Keyed digest of the network it came from. */
  readonly network: string;
  /** What else happens in the same transaction: the first event of a request that needs no proof. */
  readonly also?: Parts<string>;
}

export type ArrivalOutcome =
  | "recorded"
  /** The network has sent what it may in this window. */
  | "network-spent"
  /** The person is being erased: nothing was written, and later it will be. */
  | "try-later"
  /** In the same moment somebody else made, or destroyed, the person's key: it has to be sealed again. */
  | "key-changed";

/**
 * ONE transaction: the record, its outbox entry, what it waits to have confirmed, the network's count, and the checks
 * that no erasure of the person is running and that the key it is sealed with is still theirs.
 */
export async function recordArrival(
  database: Database,
  arrival: Arrival,
  limit: number,
  now: Temporal.Instant,
): Promise<ArrivalOutcome> {
  const { subject, record } = arrival;
  const { reference } = arrival.entry;
  const pk = keys.subject(subject);
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  const window = Math.floor(seconds / NETWORK_WINDOW);
  // What would confirm a record need not outlive it.
  const expires = Date.parse(record.item.due ?? now.toString()) / 1000 + A_DAY;
  const fresh = "attribute_not_exists(pk)";
  const written = await write<string>(database.client, {
    record: {
      Put: {
        TableName: database.records,
        Item: { pk, sk: record.sk, ...record.item },
        ConditionExpression: fresh,
      },
    },
    entry: {
      Put: {
        TableName: database.records,
        Item: outboxItem(subject, arrival.entry),
        ConditionExpression: fresh,
      },
    },
    ...(arrival.verification === undefined
      ? {}
      : {
          verification: {
            Put: {
              TableName: database.fleeting,
              Item: {
                ...{ pk, sk: keys.verification(reference), expires },
                ...arrival.verification,
                createdAt: now.toString({ smallestUnit: "millisecond" }),
              },
              ConditionExpression: fresh,
            },
          },
          lookup: {
            Put: { TableName: database.fleeting, Item: { ...keys.reference(reference), subject, expires } },
          },
        }),
    network: {
      Update: {
        TableName: database.fleeting,
        Key: keys.networkBudget(arrival.network, window),
        UpdateExpression: "ADD sent :one SET expires = :end",
        ConditionExpression: "attribute_not_exists(sent) OR sent < :limit",
        ExpressionAttributeValues: { ":one": 1, ":limit": limit, ":end": (window + 2) * NETWORK_WINDOW },
      },
    },
    tombstone: noErasureRunning(database, subject),
    key: useKey(database, subject, arrival.held),
    ...arrival.also,
  });
  if (written.outcome === "written") return "recorded";
  return OUTCOMES[written.by] ?? "try-later";
}

const OUTCOMES: Readonly<Record<string, ArrivalOutcome>> = { network: "network-spent", key: "key-changed" };

/** Seconds. */
const A_DAY = 24 * 60 * 60;
