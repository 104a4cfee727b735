import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Outcomes } from "../policy/outcomes.ts";
import { Reference } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";

/** How many things each holder had when an erasure began. */
export const Manifest = z.record(z.string(), z.number().int().nonnegative());
export type Manifest = z.infer<typeof Manifest>;

/**
 * Stands while everything about a person is erased: nothing is written for them, and the erasure remembers here how
 * far it has come. It goes with the conclusion.
 */
export const Tombstone = z.object({
  request: Reference,
  since: z.iso.datetime(),
  /** The records an account consists of; absent where all is erased. */
  records: z.array(Reference).optional(),
  manifest: Manifest.optional(),
  outcomes: Outcomes.optional(),
});
export type Tombstone = z.infer<typeof Tombstone>;

const placeOf = (subject: SubjectId) => ({ pk: keys.subject(subject), sk: keys.TOMBSTONE });

export async function getTombstone(database: Database, subject: SubjectId): Promise<Tombstone | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.records, Key: placeOf(subject), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Tombstone.parse(Item);
}

/** As part of the transaction that begins an erasure: there is none, or it is this request's own from a run before. */
export function tombstonePart(
  database: Database,
  subject: SubjectId,
  request: Reference,
  now: Temporal.Instant,
) {
  return {
    Update: {
      TableName: database.records,
      Key: placeOf(subject),
      UpdateExpression: "SET #request = :request, since = if_not_exists(since, :now)",
      ConditionExpression: "attribute_not_exists(pk) OR #request = :request",
      ExpressionAttributeNames: { "#request": "request" },
      ExpressionAttributeValues: {
        ":request": request,
        ":now": now.toString({ smallestUnit: "millisecond" }),
      },
    },
  };
}

/** Sets a tombstone outside of any request's move: for a replay. @returns false where another erasure is at work. */
export async function putTombstone(
  database: Database,
  subject: SubjectId,
  request: Reference,
  now: Temporal.Instant,
): Promise<boolean> {
  try {
    await database.client.send(new UpdateCommand(tombstonePart(database, subject, request, now).Update));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Remembers how far it has come. */
export async function noteOnTombstone(
  database: Database,
  subject: SubjectId,
  tombstone: Tombstone,
): Promise<void> {
  await database.client.send(
    new PutCommand({
      TableName: database.records,
      Item: { ...placeOf(subject), ...tombstone },
      ConditionExpression: "#request = :request",
      ExpressionAttributeNames: { "#request": "request" },
      ExpressionAttributeValues: { ":request": tombstone.request },
    }),
  );
}

/** As part of the transaction that ends an erasure. */
export const liftTombstone = (database: Database, subject: SubjectId) => ({
  Delete: { TableName: database.records, Key: placeOf(subject) },
});

/** The part of a transaction that lets nothing be written for a person while everything about them is erased. */
export const noErasureRunning = (database: Database, subject: SubjectId) => ({
  ConditionCheck: {
    TableName: database.records,
    Key: placeOf(subject),
    ConditionExpression: "attribute_not_exists(pk)",
  },
});
