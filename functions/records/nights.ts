import { GetCommand, PutCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { RetentionCategory } from "../policy/retention-schedule.ts";
import { addPart } from "./aggregates.ts";
import type { CountedDatabase } from "./database.ts";
import { countName, nightKey, type SweepCounts, SweepNight, shardCountsKey } from "./sweeps.ts";
import type { Part } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** One thing that was done, as the night's report counts it. */
export interface Counted {
  readonly what: Exclude<keyof SweepCounts, "failed" | "waiting">;
  readonly category: RetentionCategory;
  /** Why it was deferred. */
  readonly ground?: string;
}

/** The part of the transaction in which it is done: what is cut and run again is counted once. */
export function countPart(
  { aggregates }: CountedDatabase,
  { night, shard }: { readonly night: string; readonly shard: string },
  counted: readonly Counted[],
): Part {
  const names = Map.groupBy(counted, ({ what, category, ground }) => countName(what, category, ground));
  return addPart(
    aggregates,
    shardCountsKey(night, shard),
    new Map([...names].map(([name, all]) => [name, all.length])),
  );
}

/** What the shards of a night have counted. */
export async function shardCounts(
  { client, aggregates }: CountedDatabase,
  night: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  const { pk } = shardCountsKey(night, "");
  const rows: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: aggregates,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :shards)",
      ExpressionAttributeValues: { ":pk": pk, ":shards": "shard#" },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) rows.push(...Items);
  return rows;
}

/**
 * Writes down how a night stands: one call, which also makes its row. When it began is what the first to come says.
 * @param once attributes that stay as they are where they are there already.
 */
export async function noteNight(
  { client, aggregates }: CountedDatabase,
  night: string,
  set: Partial<Omit<SweepNight, "night" | "startedAt">>,
  { remove = [], once = {} }: NoteOptions = {},
): Promise<SweepNight> {
  const there = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  const change = updateOf({ night, ...there }, remove);
  const first = Object.entries(once);
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName: aggregates,
      Key: nightKey(night),
      UpdateExpression: change.UpdateExpression.replace(
        "SET ",
        `SET ${first.map((_, i) => `#o${i} = if_not_exists(#o${i}, :o${i}), `).join("")}`,
      ),
      ExpressionAttributeNames: {
        ...change.names,
        ...Object.fromEntries(first.map(([name], i) => [`#o${i}`, name])),
      },
      ExpressionAttributeValues: {
        ...change.values,
        ...Object.fromEntries(first.map(([, value], i) => [`:o${i}`, value])),
      },
      ReturnValues: "ALL_NEW",
    }),
  );
  return SweepNight.parse(Attributes);
}

interface NoteOptions {
  readonly remove?: readonly (keyof SweepNight)[];
  readonly once?: Partial<SweepNight>;
}

/** What the last look at the whole table saw. */
const LiveCounts = z.object({
  countedAt: z.iso.datetime(),
  /** Of the schedule by which it was compared. */
  schedule: z.string(),
  counts: z.partialRecord(RetentionCategory, z.number().int().nonnegative()),
});
export type LiveCounts = z.infer<typeof LiveCounts>;

const LIVE = { pk: "live", sk: "records" };

/** @returns undefined before the first look. */
export async function liveCounts({ client, aggregates }: CountedDatabase): Promise<LiveCounts | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: aggregates, Key: LIVE, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : LiveCounts.parse(Item);
}

export async function keepLiveCounts(
  { client, aggregates }: CountedDatabase,
  live: LiveCounts,
): Promise<void> {
  await client.send(new PutCommand({ TableName: aggregates, Item: { ...LIVE, ...live } }));
}
