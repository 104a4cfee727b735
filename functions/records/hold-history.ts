import { GetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { Reference } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import { RightsRequest } from "./items.ts";
import * as keys from "./keys.ts";

/** Where the history of a hold on everybody ends, kept apart from it as a request keeps that of its own. */
const HoldHistory = RightsRequest.pick({ auditSequence: true, auditHash: true }).required();
type HoldHistory = z.infer<typeof HoldHistory>;

/** @returns undefined where there is none. */
export async function getHoldHistory(
  database: Database,
  reference: Reference,
): Promise<HoldHistory | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({
      TableName: database.records,
      Key: { pk: keys.HOUSE, sk: keys.holdHistory(reference) },
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? undefined : HoldHistory.parse(Item);
}

const Named = z.object({ sk: z.string() }).transform(({ sk }) => Reference.parse(sk.split("#")[1]));

/** The references of all of them. */
export async function holdHistories(database: Database): Promise<Reference[]> {
  const references: Reference[] = [];
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :history)",
      ProjectionExpression: "sk",
      ExpressionAttributeValues: { ":pk": keys.HOUSE, ":history": keys.holdHistory("") },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) references.push(...Items.map((item) => Named.parse(item)));
  return references;
}
