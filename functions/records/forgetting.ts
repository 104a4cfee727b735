import { GetCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { usesOfKey } from "./data-keys.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { Parts } from "./transaction.ts";

/**
 * The part of a transaction that takes sealed rows of a person away: with the last of them goes the key, in the same
 * moment, so that no cut can leave it. Others may write meanwhile. First it is looked how often the key was used, then
 * whether there is anything that it opens; whoever writes something in between is counted by that very write
 * (`arrivals.ts`), and this transaction is refused. Who has the key in hand and writes after it is turned away, and told
 * to come again. Where something is left this counts as a use: of two that each take a part away, the later one sees it.
 * @param going the sort keys of what goes. @returns nothing where the key is gone already.
 */
export async function keyWithout(
  database: Database,
  subject: SubjectId,
  going: readonly string[],
): Promise<Parts<"key">> {
  const uses = await usesOfKey(database, subject);
  if (uses === undefined) return {};
  const asRead = {
    TableName: database.keys,
    Key: { pk: keys.subject(subject) },
    ConditionExpression: `attribute_exists(pk) AND ${uses === 0 ? "attribute_not_exists(#uses)" : "#uses = :uses"}`,
    ExpressionAttributeNames: { "#uses": "uses" },
  };
  const read = uses === 0 ? {} : { ":uses": uses };
  if (!(await somethingSealed(database, subject, going)))
    return {
      key: { Delete: { ...asRead, ...(uses === 0 ? {} : { ExpressionAttributeValues: read }) } },
    };
  return {
    key: {
      Update: {
        ...asRead,
        UpdateExpression: "ADD #uses :one",
        ExpressionAttributeValues: { ...read, ":one": 1 },
      },
    },
  };
}

async function somethingSealed(
  database: Database,
  subject: SubjectId,
  going: readonly string[],
): Promise<boolean> {
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk",
      // A filter may not name a key, so what goes is told apart here.
      FilterExpression: "attribute_exists(sealed)",
      ProjectionExpression: "sk",
      ExpressionAttributeValues: { ":pk": keys.subject(subject) },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    if (Items.some(({ sk }) => !going.includes(String(sk)))) return true;
  return false;
}

/** Remembers by id that the person was erased: others may not bring them back; they themselves may come again. */
export const suppress = (
  database: Database,
  subject: SubjectId,
  request: Reference,
  now: Temporal.Instant,
) => ({
  Put: {
    TableName: database.records,
    Item: {
      pk: keys.subject(subject),
      sk: keys.SUPPRESSION,
      request,
      since: now.toString({ smallestUnit: "millisecond" }),
    },
  },
});

/**
 * Remembers by id that the person wants no advertising: whoever recommends them does not get us to ask (GDPR 21(3)).
 * It can be done again; that they were erased before is not written over.
 */
export async function suppressAdvertising(
  database: Database,
  subject: SubjectId,
  { reference, receivedAt }: { readonly reference: Reference; readonly receivedAt: string },
): Promise<void> {
  await database.client.send(
    new UpdateCommand({
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.SUPPRESSION },
      UpdateExpression:
        "SET #request = if_not_exists(#request, :request), since = if_not_exists(since, :since)",
      ExpressionAttributeNames: { "#request": "request" },
      ExpressionAttributeValues: { ":request": reference, ":since": receivedAt },
    }),
  );
}

/** Lets go tonight of what somebody else sent in the name of an erased person: nothing will come of it. */
export async function forgetTonight(
  database: Database,
  subject: SubjectId,
  about: string,
  now: Temporal.Instant,
): Promise<void> {
  await database.client.send(
    new UpdateCommand({
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: about },
      UpdateExpression: "SET due = :today",
      ConditionExpression: "attribute_exists(due)",
      ExpressionAttributeValues: { ":today": now.toZonedDateTimeISO("UTC").toPlainDate().toString() },
    }),
  );
}

/**
 * Whether the person was erased before, or wants no advertising. Their own forms are welcome again; what others send in
 * their name is not.
 */
export async function isSuppressed(database: Database, subject: SubjectId): Promise<boolean> {
  const { Item } = await database.client.send(
    new GetCommand({
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.SUPPRESSION },
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}
