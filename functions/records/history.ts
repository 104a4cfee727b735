import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { AuditEvent, type ChainHead, NO_CHAIN } from "../policy/audit-chain.ts";
import type { Reference } from "../policy/reference.ts";
import type { AuditedDatabase } from "./database.ts";

/**
 * The history of a request, in order. An event that was changed so that it cannot be read is left out, as a gap in the
 * sequence: it is for `verify-audit` to tell, and must not keep the staff from the request.
 */
export async function historyOf(database: AuditedDatabase, reference: Reference): Promise<AuditEvent[]> {
  const read = (await items(database, reference, {})).map((item) => AuditEvent.safeParse(item).data);
  return read.filter((event) => event !== undefined);
}

/** Where a chain ends as the Audit table has it, whatever a restored request says. */
export async function lastEventOf(database: AuditedDatabase, reference: Reference): Promise<ChainHead> {
  const [last] = await items(database, reference, { ScanIndexForward: false, Limit: 1 });
  return last === undefined ? NO_CHAIN : End.parse(last);
}

/** Whether there is any event of it, readable or not. */
export async function hasHistory(database: AuditedDatabase, reference: Reference): Promise<boolean> {
  return (await items(database, reference, { Limit: 1 })).length > 0;
}

interface How {
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
}

/** All that the next event needs of the last. */
const End = AuditEvent.pick({ sequence: true, hash: true });

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
