import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { SHARDS } from "../policy/retention-schedule.ts";
import { isMarker } from "./chain-markers.ts";
import type { Database } from "./database.ts";
import { countHouseHold } from "./house-standing.ts";
import * as keys from "./keys.ts";
import { forgetPlaced, type PlacedHold } from "./placed-holds.ts";
import { write } from "./transaction.ts";

const Key = z.object({ pk: z.string(), sk: z.string() });
type Key = z.infer<typeof Key>;

/** A row as far as it says why it is kept. */
const Kept = Key.extend({ retained: z.object({ hold: z.string().optional() }).optional() });

export interface Requeued {
  /** How many rows are judged again in the next night. */
  readonly rows: number;
  /** False where there may be more: it goes on when it is called again. */
  readonly done: boolean;
}

/** Rows that are written at once. */
const AT_ONCE = 25;

/**
 * Makes due what was kept because of a hold that is released: in the next night it is judged again, and what an erasure
 * had left goes then. A row that is queued again is not found a second time, so it can be cut anywhere and called again.
 * @param today the day of `now` in UTC.
 * @param timeIsUp asked after every page.
 */
export async function requeue(
  database: Database,
  released: PlacedHold,
  today: Temporal.PlainDate,
  timeIsUp: () => boolean,
): Promise<Requeued> {
  // From here on nobody keeps another row because of it.
  if (released.subject === undefined) await countHouseHold(database);
  let rows = 0;
  let byIndex = 0;
  for await (const { keys: page, isByIndex } of keptBecauseOf(database, released, today)) {
    for (let i = 0; i < page.length; i += AT_ONCE) {
      const queued = page.slice(i, i + AT_ONCE).map((key) => makeDue(database, key, released.id, today));
      const made = (await Promise.all(queued)).filter(Boolean).length;
      rows += made;
      if (isByIndex) byIndex += made;
    }
    if (timeIsUp()) return { rows, done: false };
  }
  // The index can be a moment behind: it is through when it has looked and found nothing.
  if (byIndex > 0) return { rows, done: false };
  await write(database.client, { placed: forgetPlaced(database, released.id) });
  return { rows, done: true };
}

interface Found {
  readonly keys: readonly Key[];
  /** Whether the index said so, and may be behind. */
  readonly isByIndex: boolean;
}

/** Of one person what is under them; the marks of their histories are under nobody, and are found by the index. */
async function* keptBecauseOf(
  database: Database,
  released: PlacedHold,
  today: Temporal.PlainDate,
): AsyncIterable<Found> {
  const { subject, id } = released;
  if (subject !== undefined)
    for await (const found of keptOf(database, subject, id, today)) yield { keys: found, isByIndex: false };
  for await (const found of keptByIndex(database, released, today)) yield { keys: found, isByIndex: true };
}

/** Of one person: strongly consistent, whatever day they are queued for. */
async function* keptOf(
  database: Database,
  subject: SubjectId,
  hold: string,
  today: Temporal.PlainDate,
): AsyncIterable<readonly Key[]> {
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk",
      FilterExpression: "#retained.#hold = :hold AND #due > :today",
      ProjectionExpression: "pk, sk",
      ExpressionAttributeNames: { "#retained": "retained", "#hold": "hold", "#due": "due" },
      ExpressionAttributeValues: {
        ...{ ":pk": keys.subject(subject), ":hold": hold },
        ":today": today.toString(),
      },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield Items.map((item) => Key.parse(item));
}

/**
 * Through the index, at the days for which a hold queues its rows: of everybody all of them, of one person the marks.
 * What is past its day is judged every night anyhow, and was put off to the day after.
 */
async function* keptByIndex(
  database: Database,
  { id, days, subject }: PlacedHold,
  today: Temporal.PlainDate,
): AsyncIterable<readonly Key[]> {
  const nextNights = [1, 2].map((nights) => today.add({ days: nights }).toString());
  const ahead = [...new Set([...days, ...nextNights])].filter((day) => day > today.toString()).sort();
  for (const day of ahead)
    for (const shard of SHARDS)
      for await (const page of dueOnThe(database, day, shard)) {
        const asked = subject === undefined ? page : page.filter(isMarker);
        if (asked.length > 0) yield await keptBy(database, id, asked);
      }
}

async function* dueOnThe(database: Database, day: string, shard: string): AsyncIterable<readonly Key[]> {
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      IndexName: "due",
      KeyConditionExpression: "#shard = :shard AND #due = :day",
      ProjectionExpression: "pk, sk",
      ExpressionAttributeNames: { "#shard": "shard", "#due": "due" },
      ExpressionAttributeValues: { ":shard": shard, ":day": day },
      // What one call of BatchGetItem takes.
      Limit: 100,
    },
  );
  for await (const { Items = [] } of pages) if (Items.length > 0) yield Items.map((item) => Key.parse(item));
}

/** Those of a hundred rows that this hold keeps; the index does not say so. */
async function keptBy(database: Database, hold: string, page: readonly Key[]): Promise<readonly Key[]> {
  const kept: Key[] = [];
  let asked: Record<string, unknown>[] = page.map(({ pk, sk }) => ({ pk, sk }));
  while (asked.length > 0) {
    const { Responses, UnprocessedKeys } = await database.client.send(
      new BatchGetCommand({
        RequestItems: {
          [database.records]: { Keys: asked, ProjectionExpression: "pk, sk, retained", ConsistentRead: true },
        },
      }),
    );
    const rows = (Responses?.[database.records] ?? []).map((item) => Kept.parse(item));
    kept.push(...rows.filter(({ retained }) => retained?.hold === hold));
    asked = UnprocessedKeys?.[database.records]?.Keys ?? [];
  }
  return kept;
}

/** @returns false where it is gone, or kept for another reason by now. */
async function makeDue(
  database: Database,
  { pk, sk }: Key,
  hold: string,
  today: Temporal.PlainDate,
): Promise<boolean> {
  try {
    await database.client.send(
      new UpdateCommand({
        TableName: database.records,
        Key: { pk, sk },
        UpdateExpression: "SET #due = :today",
        ConditionExpression: "#retained.#hold = :hold AND #due > :today",
        ExpressionAttributeNames: { "#retained": "retained", "#hold": "hold", "#due": "due" },
        ExpressionAttributeValues: { ":today": today.toString(), ":hold": hold },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
