import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Reference } from "../policy/reference.ts";

/** The table of histories, for the one function that removes any. */
export interface Histories {
  readonly client: DynamoDBDocumentClient;
  readonly audit: string;
}

export const openHistories = ({ AUDIT_TABLE }: { readonly AUDIT_TABLE: string }): Histories => ({
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 })),
  audit: AUDIT_TABLE,
});

const Event = z.object({ sequence: z.number().int().positive(), at: z.iso.datetime() });

/**
 * Removes the whole of a history, unless `isOver` says of its last event that its time is not over.
 *
 * One event at a time, from the end backwards: what is left at any moment is the beginning of a chain, and a verifier
 * that comes by finds it whole, as the request that would say where it ends is gone. From the front, or several at
 * once, it would look like tampering. Cut and run again it goes on where it was.
 * @returns false where it stays.
 */
export async function dropChain(
  { client, audit }: Histories,
  reference: Reference,
  isOver: (lastEventAt: string) => boolean,
): Promise<boolean> {
  const pk = `request#${reference}`;
  const pages = paginateQuery(
    { client },
    {
      TableName: audit,
      KeyConditionExpression: "pk = :pk",
      ProjectionExpression: "#sequence, #at",
      ExpressionAttributeNames: { "#sequence": "sequence", "#at": "at" },
      ExpressionAttributeValues: { ":pk": pk },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  let last = true;
  for await (const { Items = [] } of pages) {
    for (const { sequence, at } of Items.map((item) => Event.parse(item))) {
      if (last && !isOver(at)) return false;
      last = false;
      await client.send(new DeleteCommand({ TableName: audit, Key: { pk, sequence } }));
    }
  }
  return true;
}
