import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import type { Reference } from "../policy/reference.ts";
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
