import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { EntryHeld } from "../policy/errors.ts";
import type { Database } from "./database.ts";
import { OutboxEntry } from "./items.ts";
import * as keys from "./keys.ts";

/** Where an entry stands. It is there as long as its letter is to be sent, and then no more. */
export interface EntryKey {
  readonly pk: string;
  readonly sk: string;
}

const EntryKey = z.object({ pk: z.string(), sk: z.string() });

/** As it is written, by whoever writes it inside a transaction. */
export function outboxItem(subject: SubjectId, entry: OutboxEntry) {
  return { pk: keys.subject(subject), sk: keys.outbox(entry.intent), ...entry, waiting: "letter" };
}

/** When an entry was written; the stream hands it over at once, and the schedule takes up only what that left lying. */
export const writtenAt = (now: Temporal.Instant) => ({
  createdAt: now.toString({ smallestUnit: "millisecond" }),
  notBefore: now.add({ minutes: 5 }).toString({ smallestUnit: "millisecond" }),
});

/** Longer than any letter takes to be handed over (`mail/ses.ts`), short enough to wait for after a crash. */
const HELD_FOR = { seconds: 20 };

/**
 * Takes an entry up, as the stream and the schedule may come to it at the same time and its letter goes once.
 * @param holder a random name of who asks.
 * @returns undefined where it is done already: a stream may say everything twice.
 * @throws EntryHeld where another has it in hand.
 */
export async function takeUp(
  database: Database,
  key: EntryKey,
  holder: string,
  now: Temporal.Instant,
): Promise<OutboxEntry | undefined> {
  try {
    const { Attributes } = await database.client.send(
      new UpdateCommand({
        TableName: database.records,
        Key: key,
        UpdateExpression: "SET holder = :holder, heldUntil = :until",
        // The last case is our own call, made again by the SDK because the answer was lost.
        ConditionExpression:
          "attribute_exists(pk) AND (attribute_not_exists(holder) OR heldUntil < :now OR holder = :holder)",
        ExpressionAttributeValues: {
          ":holder": holder,
          ":until": now.add(HELD_FOR).epochMilliseconds,
          ":now": now.epochMilliseconds,
        },
        ReturnValues: "ALL_NEW",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return OutboxEntry.parse(Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (error.Item === undefined) return undefined;
    throw new EntryHeld();
  }
}

/** Puts an entry back, undone. Where this fails too, the hold ends by itself. */
export async function putBack(database: Database, key: EntryKey, holder: string): Promise<void> {
  await database.client.send(
    new UpdateCommand({
      TableName: database.records,
      Key: key,
      UpdateExpression: "REMOVE holder, heldUntil",
      ConditionExpression: "holder = :holder",
      ExpressionAttributeValues: { ":holder": holder },
    }),
  );
}

export async function strikeOff(database: Database, key: EntryKey): Promise<void> {
  await database.client.send(new DeleteCommand({ TableName: database.records, Key: key }));
}

/** Puts the entry back and leaves it to the schedule, from `until` on. */
export async function putOff(database: Database, key: EntryKey, until: Temporal.Instant): Promise<void> {
  await database.client.send(
    new UpdateCommand({
      TableName: database.records,
      Key: key,
      UpdateExpression: "SET notBefore = :until REMOVE holder, heldUntil",
      // Without this an entry that was just struck off would come back as a torso.
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: { ":until": until.toString({ smallestUnit: "millisecond" }) },
    }),
  );
}

/** The entries whose time has come, oldest first, page by page. Keys only, eventually consistent. */
export async function* waitingEntries(
  { client, records }: Database,
  now: Temporal.Instant,
): AsyncGenerator<EntryKey> {
  const pages = paginateQuery(
    { client, pageSize: 100 },
    {
      TableName: records,
      IndexName: "waiting",
      KeyConditionExpression: "waiting = :letter AND notBefore <= :now",
      ExpressionAttributeValues: {
        ":letter": "letter",
        ":now": now.toString({ smallestUnit: "millisecond" }),
      },
    },
  );
  for await (const { Items = [] } of pages) yield* Items.map((item) => EntryKey.parse(item));
}
