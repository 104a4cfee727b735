import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Due, NOT_DUE } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import { type RowKey, updateAsRead } from "./due-parts.ts";

export interface ScannedPage {
  readonly rows: readonly (RowKey & Readonly<Record<string, unknown>>)[];
  /** Absent on the last. */
  readonly next?: RowKey;
}

/**
 * A page of one part of the whole table of Records, for the proof that the index misses nothing; every other way to
 * what is due goes through the index. Eventually consistent: whoever changes a row does it as it was read.
 */
export async function scanRecords(
  { client, records }: Database,
  segment: number,
  segments: number,
  after: RowKey | undefined,
): Promise<ScannedPage> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({
      TableName: records,
      Segment: segment,
      TotalSegments: segments,
      ExclusiveStartKey: after && { ...after },
    }),
  );
  return {
    rows: Items.map((item) => ({ ...item, pk: String(item.pk), sk: String(item.sk) })),
    ...(LastEvaluatedKey === undefined ? {} : { next: { pk: LastEvaluatedKey.pk, sk: LastEvaluatedKey.sk } }),
  };
}

/** Gives a row the day it should have, if it is still as it was read; else it has moved by itself, and has its day. */
export async function giveDay(
  database: Database,
  row: RowKey & Readonly<Record<string, unknown>>,
  due: Due | undefined,
): Promise<"given" | "changed"> {
  const read = { due: row.due, dueAs: row.dueAs, status: row.status, retained: undefined };
  const { Update } =
    due === undefined
      ? updateAsRead(database, row, read, {}, NOT_DUE)
      : updateAsRead(database, row, read, { ...due });
  try {
    await database.client.send(new UpdateCommand(Update));
    return "given";
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return "changed";
    throw error;
  }
}
