import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Ground } from "../policy/may-destroy.ts";
import type { Reference } from "../policy/reference.ts";
import type { RequestStatus } from "../policy/request-lifecycle.ts";
import { type Due, shardOf } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import { type Part, write } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** Rows of one kind under a person: those of a table whose sort key begins so; "" for all of them. */
export interface RowsOf {
  readonly table: "records" | "fleeting";
  readonly prefix: string;
}

export interface RowPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** The sort key after which the next page begins, whether or not its row is still there. */
  readonly next?: string;
}

/**
 * One page, strongly consistent, with the sort key and the named attributes only. Without a limit a page is what
 * DynamoDB reads at once, 1 MB; with one it is that at most, and so never more than one transaction takes (4 MB).
 */
export async function readRows(
  database: Database,
  subject: SubjectId,
  { table, prefix }: RowsOf,
  attributes: readonly string[],
  { from, limit }: { readonly from?: string; readonly limit?: number },
): Promise<RowPage> {
  const pk = keys.subject(subject);
  const names = ["sk", ...attributes];
  const { Items = [], LastEvaluatedKey } = await database.client.send(
    new QueryCommand({
      TableName: database[table],
      KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
      ProjectionExpression: names.map((_, i) => `#n${i}`).join(", "),
      ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#n${i}`, name])),
      ExpressionAttributeValues: prefix === "" ? { ":pk": pk } : { ":pk": pk, ":prefix": prefix },
      ConsistentRead: true,
      Limit: limit,
      ExclusiveStartKey: from === undefined ? undefined : { pk, sk: from },
    }),
  );
  return { rows: Items, next: LastEvaluatedKey?.sk };
}

/** DynamoDB takes a hundred in one transaction; two of them are the guard. */
export const CHANGES_AT_ONCE = 98;

/** The counts of all holds that were placed and released: for the person, and for everybody. 0 where there was none. */
export interface GuardVersions {
  readonly person: number;
  readonly house: number;
}

/**
 * All changes or none, and only while the guard stands as it was read.
 * @returns false where a hold was placed or released since, or a row is not as it was read; then nothing was changed.
 */
export async function changeRows(
  database: Database,
  subject: SubjectId,
  versions: GuardVersions,
  changes: readonly Part[],
): Promise<boolean> {
  const written = await write<string>(database.client, {
    ...guardStands(database, subject, versions),
    ...Object.fromEntries(changes.map((change, i) => [`change ${i}`, change])),
  });
  return written.outcome === "written";
}

/**
 * The two parts of a transaction that let it through only while no hold was placed or released since, neither on the
 * person nor on everybody: `write(client, { ...guardStands(database, subject, guard.versions), change })`.
 */
export const guardStands = (
  database: Database,
  subject: SubjectId,
  { person, house }: GuardVersions,
): Record<"guard" | "house guard", Part> => ({
  guard: stillAt(database, { pk: keys.subject(subject), sk: keys.GUARD }, person),
  "house guard": stillAt(database, { pk: keys.HOUSE, sk: keys.houseGuard(shardOf(subject)) }, house),
});

const stillAt = (
  database: Database,
  Key: { readonly pk: string; readonly sk: string },
  version: number,
): Part => ({
  ConditionCheck: {
    TableName: database.records,
    Key,
    ...(version === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ConditionExpression: "#version = :read",
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":read": version },
        }),
  },
});

/** Gone already is as good. */
export const deleteRow = (
  database: Database,
  subject: SubjectId,
  { table, sk }: { table: RowsOf["table"]; sk: string },
): Part => ({ Delete: { TableName: database[table], Key: { pk: keys.subject(subject), sk } } });

/** What finds a person by a reference typed with a code. */
export const deleteLookup = (database: Database, reference: Reference): Part => ({
  Delete: { TableName: database.fleeting, Key: keys.reference(reference) },
});

/** A request as it was read: a move in between makes the change fail. */
interface RequestAsRead {
  readonly sk: string;
  readonly status: RequestStatus;
}

const asRead = (status: RequestStatus) => ({
  ConditionExpression: "#status = :read",
  ExpressionAttributeNames: { "#status": "status" },
  ExpressionAttributeValues: { ":read": status },
});

/** A request that nobody has proved: nothing has to be accounted for. */
export const deleteRequest = (database: Database, subject: SubjectId, row: RequestAsRead): Part => ({
  Delete: {
    TableName: database.records,
    Key: { pk: keys.subject(subject), sk: row.sk },
    ...asRead(row.status),
  },
});

/** Takes the identity half away and leaves the accountability half. */
export const shredRequest = (database: Database, subject: SubjectId, row: RequestAsRead): Part => ({
  Update: {
    TableName: database.records,
    Key: { pk: keys.subject(subject), sk: row.sk },
    UpdateExpression: "REMOVE sealed",
    ...asRead(row.status),
  },
});

/** Why a row was kept, as it stands in the row itself. */
export interface RetainedFor {
  readonly ground: Ground;
  readonly citation: string;
  readonly until: string;
  /** The legal hold that keeps it: by it the row is found when that is released. */
  readonly hold?: string | undefined;
  /** True where an erasure would have destroyed it: then it is erased, whatever the schedule would leave of it. */
  readonly toErase?: boolean | undefined;
}

/** Marks a row as kept, and queues it for the night on which it is judged again. */
export const retainRow = (
  database: Database,
  subject: SubjectId,
  { sk, due, retained }: { sk: string; due: Due; retained: RetainedFor },
): Part => {
  const { UpdateExpression, names, values } = updateOf({ ...due, retained });
  return {
    Update: {
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk },
      UpdateExpression,
      // Without this a row that was just struck off would come back as a torso.
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  };
};
