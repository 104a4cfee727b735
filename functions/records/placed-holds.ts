import { BatchGetCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { SubjectId } from "../policy/data-subject.ts";
import { type HeldOf, LegalHold, Matter } from "../policy/legal-hold.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { Part } from "./transaction.ts";

/**
 * One row for each hold there is, whoever's, all in one place: by it a hold is found by its name or its matter. It
 * outlives its hold until all that the hold kept is queued again.
 */
export const PlacedHold = z.object({
  id: z.string(),
  /** Absent where it is on everybody. */
  subject: SubjectId.optional(),
  matter: Matter.optional(),
  /** Every day on which it was to be looked at: on these its rows are queued. */
  days: z.set(z.iso.date()),
  released: z.boolean().default(false),
});
export type PlacedHold = z.infer<typeof PlacedHold>;

export const heldOf = ({ subject }: PlacedHold): HeldOf => subject ?? "house";

const keyOf = (id: string) => ({ pk: keys.HOUSE, sk: keys.placedHold(id) });

/** The part of a transaction that places a hold. One of the same name that was released just now is held again. */
export const noteHold = (database: Database, of: HeldOf, { id, matter, until }: LegalHold): Part => ({
  Put: {
    TableName: database.records,
    Item: {
      ...keyOf(id),
      ...{ id, days: new Set([until]) },
      ...(of === "house" ? {} : { subject: of }),
      ...(matter === undefined ? {} : { matter }),
    },
  },
});

export const noteDay = (database: Database, id: string, day: string): Part => ({
  Update: {
    TableName: database.records,
    Key: keyOf(id),
    UpdateExpression: "ADD #days :day",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#days": "days" },
    ExpressionAttributeValues: { ":day": new Set([day]) },
  },
});

export const noteRelease = (database: Database, id: string): Part => ({
  Update: {
    TableName: database.records,
    Key: keyOf(id),
    UpdateExpression: "SET #released = :yes",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#released": "released" },
    ExpressionAttributeValues: { ":yes": true },
  },
});

/** Nothing is left of a released hold. One that was placed again meanwhile stays. */
export const forgetPlaced = (database: Database, id: string): Part => ({
  Delete: {
    TableName: database.records,
    Key: keyOf(id),
    ConditionExpression: "attribute_not_exists(pk) OR #released = :yes",
    ExpressionAttributeNames: { "#released": "released" },
    ExpressionAttributeValues: { ":yes": true },
  },
});

export async function getPlaced(database: Database, id: string): Promise<PlacedHold | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.records, Key: keyOf(id), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : PlacedHold.parse(Item);
}

export interface PlacedPage {
  readonly placed: readonly PlacedHold[];
  /** The name after which the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

/** Rows of this place are some 150 bytes, and the staff writes each by hand: a matter is picked out of them as they are read. */
const PAGE = 500;

/**
 * A page of all holds, those released whose rows are not all queued again among them. It can be short, or empty, and
 * not be the last.
 * @param named only those whose names begin so: the reference through which they were placed.
 */
export async function placedHolds(
  database: Database,
  { matter, named = "", from }: { matter?: Matter | undefined; named?: string; from?: string | undefined },
): Promise<PlacedPage> {
  const { Items = [], LastEvaluatedKey } = await database.client.send(
    new QueryCommand({
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :named)",
      ...(matter === undefined
        ? {}
        : { FilterExpression: "#matter = :matter", ExpressionAttributeNames: { "#matter": "matter" } }),
      ExpressionAttributeValues: {
        ":pk": keys.HOUSE,
        ":named": keys.placedHold(named),
        ...(matter === undefined ? {} : { ":matter": matter }),
      },
      ConsistentRead: true,
      Limit: PAGE,
      ExclusiveStartKey: from === undefined ? undefined : keyOf(from),
    }),
  );
  return {
    placed: Items.map((item) => PlacedHold.parse(item)),
    next: LastEvaluatedKey?.sk.slice(keys.placedHold("").length),
  };
}

/** All of a matter. */
export async function* everyPlaced(database: Database, matter: Matter): AsyncIterable<PlacedHold> {
  let from: string | undefined;
  do {
    const { placed, next } = await placedHolds(database, { matter, from });
    yield* placed;
    from = next;
  } while (from !== undefined);
}

/** DynamoDB gives a hundred at once. */
const BATCH = 100;

/** The holds of these rows, by name; one that was released in between is not among them. */
export async function holdsOf(
  database: Database,
  placed: readonly PlacedHold[],
): Promise<ReadonlyMap<string, LegalHold>> {
  const holds = new Map<string, LegalHold>();
  for (let i = 0; i < placed.length; i += BATCH) {
    let asked: Record<string, unknown>[] = placed
      .slice(i, i + BATCH)
      .map((one) => ({ pk: keys.heldOf(heldOf(one)), sk: keys.hold(one.id) }));
    while (asked.length > 0) {
      const { Responses, UnprocessedKeys } = await database.client.send(
        new BatchGetCommand({ RequestItems: { [database.records]: { Keys: asked, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[database.records] ?? []) {
        const hold = LegalHold.parse(item);
        holds.set(hold.id, hold);
      }
      asked = UnprocessedKeys?.[database.records]?.Keys ?? [];
    }
  }
  return holds;
}

/** How many of all holds were to be looked at before that day, and nobody has. */
export async function countOverdueHolds(database: Database, day: string): Promise<number> {
  let count = 0;
  let from: string | undefined;
  do {
    const { placed, next } = await placedHolds(database, { from });
    const holds = await holdsOf(database, placed);
    for (const { until } of holds.values()) if (until < day) count += 1;
    from = next;
  } while (from !== undefined);
  return count;
}
