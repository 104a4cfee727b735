import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { AuditEvent, type ChainHead, NO_CHAIN } from "../policy/audit-chain.ts";
import type { Reference } from "../policy/reference.ts";
import type { AuditedDatabase } from "./database.ts";

/** The whole history of a request, in order. */
export async function historyOf(database: AuditedDatabase, reference: Reference): Promise<AuditEvent[]> {
  return await query(database, reference, {});
}

/** Where a chain ends as the Audit table has it, whatever a restored request says. */
export async function lastEventOf(database: AuditedDatabase, reference: Reference): Promise<ChainHead> {
  const [last] = await query(database, reference, { ScanIndexForward: false, Limit: 1 });
  return last === undefined ? NO_CHAIN : { sequence: last.sequence, hash: last.hash };
}

/** Whether there is any event of it, readable or not. */
export async function hasHistory(database: AuditedDatabase, reference: Reference): Promise<boolean> {
  return (await items(database, reference, { Limit: 1 })).length > 0;
}

interface How {
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
}

async function query(database: AuditedDatabase, reference: Reference, how: How): Promise<AuditEvent[]> {
  return (await items(database, reference, how)).map((item) => AuditEvent.parse(item));
}

async function items(database: AuditedDatabase, reference: Reference, how: How) {
  const { Items = [] } = await database.client.send(
    new QueryCommand({
      TableName: database.audit,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `request#${reference}` },
      ConsistentRead: true,
      ...how,
    }),
  );
  return Items;
}
