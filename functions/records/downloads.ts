import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { mayAskForCode } from "../policy/download.ts";
import { endCode, type Judged, judgeCode, putCode } from "./codes.ts";
import type { Database } from "./database.ts";
import type { OutboxEntry } from "./items.ts";
import * as keys from "./keys.ts";
import { outboxItem, writtenAt } from "./outbox-entries.ts";
import type { RequestKey } from "./requests.ts";
import { noErasureRunning } from "./tombstones.ts";
import { type Part, write } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** Fleeting: the code that opens the copy of a request, and when one was asked for. */
const Download = z.object({
  /** Seconds since 1970. */
  asked: z.array(z.number()).default([]),
  version: z.number().default(0),
});

const placeOf = ({ subject, reference }: RequestKey) => ({
  pk: keys.subject(subject),
  sk: keys.download(reference),
});

export type Asked =
  | { readonly outcome: "sent" | "on-its-way" }
  /** The hour's letters are spent. Seconds. */
  | { readonly outcome: "wait"; readonly seconds: number }
  /** Everything about the person is being erased: nothing new is written for them. */
  | { readonly outcome: "erasing" };

/** Longer than an asking is remembered, and than a letter may wait for the mail service. Seconds. */
const ROW_LIFETIME = 24 * 3600;

const TRIES = 5;

/** Puts a letter with a new code into the outbox, in one transaction with its count. */
export async function askForCode(database: Database, key: RequestKey, now: Temporal.Instant): Promise<Asked> {
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { Item } = await database.client.send(
      new GetCommand({ TableName: database.fleeting, Key: placeOf(key), ConsistentRead: true }),
    );
    const { asked, version } = Download.parse(Item ?? {});
    const leave = mayAskForCode(asked, seconds);
    if (leave.verdict === "on-its-way") return { outcome: "on-its-way" };
    if (leave.verdict === "wait") return { outcome: "wait", seconds: leave.seconds };
    const entry = entryFor(key, seconds, now);
    const written = await write<"row" | "entry" | "tombstone">(database.client, {
      row: rowPart(database, key, version, { ...leave, asking: entry.intent, at: entry.createdAt, seconds }),
      entry: { Put: { TableName: database.records, Item: outboxItem(key.subject, entry) } },
      tombstone: noErasureRunning(database, key.subject),
    });
    if (written.outcome === "written") return { outcome: "sent" };
    if (written.by === "tombstone") return { outcome: "erasing" };
  }
  throw new Error("The row of the code kept changing");
}

function entryFor({ reference }: RequestKey, seconds: number, now: Temporal.Instant): OutboxEntry {
  const intent = `${reference}-download-${seconds}`;
  const about = keys.request(reference);
  return { intent, letter: "download-code", reference, about, ...writtenAt(now) };
}

interface Asking {
  readonly asked: readonly number[];
  /** The intent of its letter. */
  readonly asking: string;
  readonly at: string;
  readonly seconds: number;
}

function rowPart(
  database: Database,
  key: RequestKey,
  version: number,
  { asked, asking, at, seconds }: Asking,
): Part {
  const { UpdateExpression, names, values } = updateOf({
    ...{ reference: key.reference, asked, asking, createdAt: at },
    ...{ version: version + 1, expires: seconds + ROW_LIFETIME },
  });
  return {
    Update: {
      TableName: database.fleeting,
      Key: placeOf(key),
      UpdateExpression,
      ConditionExpression: version === 0 ? "attribute_not_exists(pk)" : "#version = :read",
      ExpressionAttributeNames: version === 0 ? names : { ...names, "#version": "version" },
      ExpressionAttributeValues: version === 0 ? values : { ...values, ":read": version },
    },
  };
}

/**
 * The code of the letter that goes now; it replaces the one before. Seconds since 1970.
 * @param asking the intent of the letter.
 * @returns false where another letter was asked for since, or none is wanted any more: then this one need not go.
 */
export function setDownloadCode(
  database: Database,
  key: RequestKey,
  { asking, codeDigest, expires }: { asking: string; codeDigest: string; expires: number },
): Promise<boolean> {
  return putCode(database, placeOf(key), codeDigest, expires, ["asking", asking]);
}

export function judgeDownloadCode(
  database: Database,
  key: RequestKey,
  codeDigest: string,
  now: Temporal.Instant,
): Promise<Judged> {
  return judgeCode(database, placeOf(key), codeDigest, now);
}

/** As part of the transaction in which it is used, or noted that its tries are spent: it never works again. */
export const endDownloadCode = (database: Database, key: RequestKey, codeDigest: string): Part =>
  endCode(database, placeOf(key), codeDigest, ["asking"]);
