import { TransactionConflictException } from "@aws-sdk/client-dynamodb";
import { paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { LegalHold } from "../policy/legal-hold.ts";
import { SHARDS } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";

const GuardCopy = z.object({ version: z.number().int().positive() });

/** What stands against destroying anybody's data, as it was at one moment. Good for any number of persons. */
export interface HouseStanding {
  /** What each copy of the guard counts, by its key; a copy that is not there counts 0. */
  readonly versions: ReadonlyMap<string, number>;
  readonly holds: readonly LegalHold[];
}

/**
 * One strongly consistent query. The copies of the guard come before the holds in it, and a hold is written before it is
 * counted: who reads the count reads the hold.
 */
export async function readHouse(database: Database): Promise<HouseStanding> {
  const versions = new Map<string, number>();
  const holds: LegalHold[] = [];
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
      ExpressionAttributeValues: {
        ":pk": keys.HOUSE,
        ":first": keys.HOUSE_STANDING[0],
        ":last": keys.HOUSE_STANDING[1],
      },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const sk = String(item.sk);
      if (sk.startsWith(keys.hold(""))) holds.push(LegalHold.parse(item));
      else versions.set(sk, GuardCopy.parse(item).version);
    }
  return { versions, holds };
}

/** Milliseconds. A copy is taken up for as long as a transaction lasts. */
const PAUSE = 20;
const TRIES = 200;

/**
 * Counts in every copy that a hold on everybody was placed or released: after it, nothing goes through any more that was
 * judged before. Not in one transaction: while a sweep is at work hardly ever all copies are free at once, each of them
 * is every other moment. To count twice does no harm.
 */
export async function countHouseHold(database: Database): Promise<void> {
  await Promise.all(SHARDS.map((shard) => countIn(database, keys.houseGuard(shard))));
}

async function countIn(database: Database, sk: string): Promise<void> {
  const command = new UpdateCommand({
    TableName: database.records,
    Key: { pk: keys.HOUSE, sk },
    UpdateExpression: "ADD #version :one",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":one": 1 },
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await database.client.send(command);
      return;
    } catch (error) {
      if (!(error instanceof TransactionConflictException) || attempt === TRIES) throw error;
      await new Promise((resume) => setTimeout(resume, Math.random() * PAUSE));
    }
  }
}
