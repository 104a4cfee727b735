import { isDeepStrictEqual } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  paginateScan,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { Temporal } from "temporal-polyfill";
import { type DataStores, dataMap } from "../../functions/data-map/data-map.ts";
import { nextClock } from "../../functions/policy/request-clocks.ts";
import { scheduleOf } from "../../functions/policy/retention-schedule.ts";
import { releaseHold } from "../../functions/records/holds.ts";
import * as keys from "../../functions/records/keys.ts";
import { keepLiveCounts } from "../../functions/records/nights.ts";
import { getPlaced } from "../../functions/records/placed-holds.ts";
import { requeue } from "../../functions/records/requeue.ts";
import { hashOf, type Sweeper } from "../../functions/retention/sweeper.ts";
import type { Row, Stores } from "../data-map/given.ts";
import { objects, schedule as proposed, type Seedable, sweeperOf } from "./given.ts";
import type { SimulatedHold } from "./oracle.ts";
import { dayAt } from "./population.ts";
import type { Seeded } from "./seeded-clocks.ts";

const TABLES = ["records", "fleeting", "keys", "audit", "aggregates"] as const;

export interface World {
  readonly tables: Readonly<Record<(typeof TABLES)[number], readonly Row[]>>;
  readonly exports: readonly string[];
  readonly attachments: readonly string[];
}

/** As people are told, but that the proofs of consents go within the two years too. */
export const withShortProofs = scheduleOf({ retention: { "consent-proof": "P6M" } });

/** The same tables without the gateway before them, for thousands of calls. */
export function directly(stores: Stores): Sweeper & { readonly end: () => void } {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: stores.rig.backends.dynamodb,
      region: "eu-central-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  const database = { ...stores.database, client };
  const on: DataStores = { database, attachments: stores.attachments, exports: stores.exports };
  return {
    ...sweeperOf(stores),
    schedule: withShortProofs,
    database,
    holders: dataMap(on),
    end: () => client.destroy(),
  };
}

export async function worldOf(stores: Seedable, { client } = stores.database): Promise<World> {
  const rowsOf = async (table: (typeof TABLES)[number]) => {
    const rows: Row[] = [];
    const pages = paginateScan({ client }, { TableName: stores.database[table] });
    for await (const { Items = [] } of pages) rows.push(...(Items as Row[]));
    const place = ({ pk, sk, sequence }: Row) => `${pk} ${sk} ${sequence}`;
    return rows.sort((one, other) => (place(one) < place(other) ? -1 : 1));
  };
  const read = await Promise.all(TABLES.map(async (table) => [table, await rowsOf(table)] as const));
  return {
    tables: Object.fromEntries(read) as unknown as World["tables"],
    exports: await objects(stores, "exports"),
    attachments: await objects(stores, "attachments"),
  };
}

const keyOf = (table: string, { pk, sk, sequence }: Row) =>
  table === "keys" ? { pk } : table === "audit" ? { pk, sequence } : { pk, sk };

/** Empties everything, and fills it again as it was. */
export async function become(stores: Seedable, world: World | undefined): Promise<void> {
  const { schedule = proposed } = stores;
  const { client } = stores.database;
  for (const table of TABLES) {
    const there = await stores.rows(table);
    const wanted = world?.tables[table] ?? [];
    const gone = there.filter(
      (row) => !wanted.some((one) => isDeepStrictEqual(keyOf(table, one), keyOf(table, row))),
    );
    for (let i = 0; i < gone.length; i += 25) {
      const Keys = gone.slice(i, i + 25).map((row) => ({ DeleteRequest: { Key: keyOf(table, row) } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [stores.database[table]]: Keys } }));
    }
    await stores.put(table, wanted);
  }
  for (const bucket of ["exports", "attachments"] as const) {
    const there = new Set(await objects(stores, bucket));
    for (const key of world?.[bucket] ?? []) if (!there.has(key)) await stores.putObject(bucket, key);
  }
  await keepLiveCounts(stores.database, {
    ...{ countedAt: "2027-01-01T00:00:00Z", schedule: hashOf(schedule), counts: {} },
  });
}

/** What happens at noon of a day, whatever the nights do. */
export async function noon(
  { database }: Sweeper,
  day: string,
  holds: readonly SimulatedHold[],
  everything: readonly Seeded[],
): Promise<void> {
  for (const { id, subject, released } of holds) {
    if (released !== day) continue;
    await releaseHold(database, subject ?? "house", id);
    for (let done = false; !done; ) {
      const placed = await getPlaced(database, id);
      done =
        placed === undefined ||
        (await requeue(database, placed, Temporal.PlainDate.from(day), () => false)).done;
    }
  }
  for (const { open, subject } of everything) {
    if (open?.concluded === undefined || dayAt(open.concluded) !== day) continue;
    const { reference, receivedAt } = open;
    const concluded = {
      ...{ reference, receivedAt, status: "completed" as const, sealed: "sealed" },
      concludedAt: `${day}T12:00:00.000Z`,
    };
    const { due, dueAs, shard } = nextClock(concluded, withShortProofs) ?? {};
    await database.client.send(
      new UpdateCommand({
        TableName: database.records,
        Key: { pk: keys.subject(subject), sk: keys.request(reference) },
        UpdateExpression:
          "SET #status = :status, concludedAt = :at, #due = :due, dueAs = :as, #shard = :shard",
        ExpressionAttributeNames: { "#status": "status", "#due": "due", "#shard": "shard" },
        ExpressionAttributeValues: {
          ...{ ":status": "completed", ":at": concluded.concludedAt },
          ...{ ":due": due, ":as": dueAs, ":shard": shard },
        },
      }),
    );
  }
}

/** All that is left, and all that was counted, whichever nights did it. */
export function endOf({ tables, exports, attachments }: World) {
  const counted = new Map<string, number>();
  for (const row of tables.aggregates.filter(({ pk }) => pk.startsWith("sweep#")))
    for (const [name, count] of Object.entries(row))
      if (/^(erased|deIdentified):/.test(name)) counted.set(name, (counted.get(name) ?? 0) + Number(count));
  return {
    // How often holds were counted says nothing; that they were is in what is left.
    ...{
      records: tables.records.filter(({ sk }) => !/^guard\b/.test(sk)),
      // With which rows a night was planned ends by itself.
      fleeting: tables.fleeting.filter(({ pk }) => !pk.startsWith("night#")),
      audit: tables.audit,
      exports,
      attachments,
    },
    keys: tables.keys.map(({ pk }) => pk),
    tallies: tables.aggregates.filter(({ pk }) => pk.startsWith("form#")),
    counted: Object.fromEntries([...counted].sort()),
  };
}
