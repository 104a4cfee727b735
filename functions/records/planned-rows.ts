import { BatchWriteCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";

/** What a night was planned with, by its manifest. */
interface Planned {
  readonly night: string;
  readonly manifest: string;
}

/** Of each row ten bytes of the hash that the manifest is made of: they know a row again, and lead to none. */
const HEX_DIGITS = 20;
/** 300 KB; an item may have 400. */
const ROWS_AT_ONCE = 30_000;
/** What DynamoDB takes in one call. */
const ITEMS_AT_ONCE = 25;
/** Longer than a night waits for a person, and works. */
const KEPT = { hours: 24 * 16 };

/**
 * Remembers which rows a night was planned with, so that no others go in it. They end by themselves.
 * @param shards the hashes of their rows, hex.
 * @param now by the clock on the wall.
 */
export async function keepPlanned(
  { client, fleeting }: Database,
  planned: Planned,
  shards: ReadonlyMap<string, readonly string[]>,
  now: Temporal.Instant,
): Promise<void> {
  const expires = seconds(now.add(KEPT));
  const items: Record<string, unknown>[] = [];
  for (const [shard, names] of shards)
    for (let from = 0; from < names.length; from += ROWS_AT_ONCE)
      items.push({
        ...keys.plannedRows(planned.night, planned.manifest, shard, from),
        rows: pack(names.slice(from, from + ROWS_AT_ONCE)),
        expires,
      });
  for (let i = 0; i < items.length; i += ITEMS_AT_ONCE) {
    const puts = items.slice(i, i + ITEMS_AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
    let left: Record<string, typeof puts> = { [fleeting]: puts };
    for (let pause = 50; Object.keys(left).length > 0; pause *= 2) {
      const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: left }));
      left = UnprocessedItems as typeof left;
      // They are large, and all of one night are under one key, which takes so much a second.
      if (Object.keys(left).length > 0) await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}

const Kept = z.object({ rows: z.instanceof(Uint8Array), expires: z.number() });

/** Whether a row of this shard, by its hash, is among those that the night was planned with. */
export async function plannedRows(
  { client, fleeting }: Database,
  { night, manifest, shard }: Planned & { readonly shard: string },
  now: Temporal.Instant,
): Promise<(name: string) => boolean> {
  const known = new Set<string>();
  const { pk, sk } = keys.plannedRows(night, manifest, shard, "");
  const pages = paginateQuery(
    { client },
    {
      TableName: fleeting,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :shard)",
      ExpressionAttributeValues: { ":pk": pk, ":shard": sk },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const { rows, expires } of Items.map((item) => Kept.parse(item)))
      if (expires > seconds(now)) for (const name of unpack(rows)) known.add(name);
  return (name) => known.has(name.slice(0, HEX_DIGITS));
}

const seconds = (instant: Temporal.Instant): number => Math.floor(instant.epochMilliseconds / 1000);

const pack = (names: readonly string[]): Uint8Array =>
  Buffer.from(names.map((name) => name.slice(0, HEX_DIGITS)).join(""), "hex");

function* unpack(rows: Uint8Array): Iterable<string> {
  const hex = Buffer.from(rows).toString("hex");
  for (let i = 0; i < hex.length; i += HEX_DIGITS) yield hex.slice(i, i + HEX_DIGITS);
}
