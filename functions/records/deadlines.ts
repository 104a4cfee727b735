import { BatchGetCommand, paginateQuery, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Database } from "./database.ts";
import { RightsRequest } from "./items.ts";

const Key = z.object({ pk: z.string(), sk: z.string() });

/** What DynamoDB gives in one BatchGetItem at most. */
const BATCH = 100;

export interface OpenRequests {
  /** The one whose answer is due first comes first. */
  readonly requests: readonly (RightsRequest & { readonly pk: string })[];
  /** True where there are more of them than were asked for. */
  readonly more: boolean;
}

/** The requests that are verified and not concluded. The index is eventually consistent, what it leads to is not. */
export async function openRequests(database: Database, most: number): Promise<OpenRequests> {
  const keys: z.infer<typeof Key>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await database.client.send(
      new QueryCommand({
        TableName: database.records,
        IndexName: "deadline",
        KeyConditionExpression: "#open = :open",
        ExpressionAttributeNames: { "#open": "open" },
        ExpressionAttributeValues: { ":open": "open" },
        Limit: most + 1 - keys.length,
        ExclusiveStartKey: from,
      }),
    );
    keys.push(...Items.map((item) => Key.parse(item)));
    from = LastEvaluatedKey;
  } while (from !== undefined && keys.length <= most);
  const wanted = keys.slice(0, most);
  const requests = [];
  for (let i = 0; i < wanted.length; i += BATCH)
    requests.push(...(await read(database, wanted.slice(i, i + BATCH))));
  return { requests: requests.filter(isOpen).sort(byDeadline), more: keys.length > most };
}

/** How many of them are to be answered on this day or before it; by the index alone. */
export async function countDueBy(
  { client, records }: Pick<Database, "client" | "records">,
  day: Temporal.PlainDate,
): Promise<number> {
  let count = 0;
  const pages = paginateQuery(
    { client },
    {
      TableName: records,
      IndexName: "deadline",
      KeyConditionExpression: "#open = :open AND deadline <= :day",
      ExpressionAttributeNames: { "#open": "open" },
      ExpressionAttributeValues: { ":open": "open", ":day": day.toString() },
      Select: "COUNT",
    },
  );
  for await (const { Count = 0 } of pages) count += Count;
  return count;
}

const isOpen = ({ open }: RightsRequest) => open !== undefined;
const byDeadline = (one: RightsRequest, other: RightsRequest) =>
  one.dueBy === other.dueBy
    ? one.receivedAt.localeCompare(other.receivedAt)
    : one.dueBy.localeCompare(other.dueBy);

const Item = RightsRequest.extend({ pk: z.string() });

async function read(database: Database, keys: readonly z.infer<typeof Key>[]) {
  const items: z.infer<typeof Item>[] = [];
  let asked: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  while (asked.length > 0) {
    const { Responses, UnprocessedKeys } = await database.client.send(
      new BatchGetCommand({ RequestItems: { [database.records]: { Keys: asked, ConsistentRead: true } } }),
    );
    items.push(...(Responses?.[database.records] ?? []).map((item) => Item.parse(item)));
    asked = UnprocessedKeys?.[database.records]?.Keys ?? [];
  }
  return items;
}
