import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { RetentionCategory } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";

/** Where a row stands that is due, as the index has it: its keys, its day and its clock, nothing else. */
export const DueRow = z.object({
  pk: z.string(),
  sk: z.string(),
  due: z.iso.date(),
  dueAs: RetentionCategory,
});
export type DueRow = z.infer<typeof DueRow>;

/** As the index goes on after a row, whether or not that is still there. */
export type DuePosition = Pick<DueRow, "pk" | "sk" | "due">;

export interface DuePage {
  readonly rows: readonly DueRow[];
  /** Absent on the last page. */
  readonly next?: DuePosition;
}

/**
 * A page of what is due on that day or was before, the oldest first: whatever nights were missed, one query a page finds
 * it. Eventually consistent: whoever destroys reads the rows afresh.
 * @param day `2027-01-05`
 */
export async function dueRows(
  database: Database,
  shard: string,
  day: string,
  { after, limit }: { readonly after?: DuePosition | undefined; readonly limit?: number } = {},
): Promise<DuePage> {
  const { Items = [], LastEvaluatedKey } = await database.client.send(
    new QueryCommand({
      TableName: database.records,
      IndexName: "due",
      KeyConditionExpression: "#shard = :shard AND #due <= :day",
      ExpressionAttributeNames: { "#shard": "shard", "#due": "due" },
      ExpressionAttributeValues: { ":shard": shard, ":day": day },
      Limit: limit,
      ExclusiveStartKey: after === undefined ? undefined : { ...after, shard },
    }),
  );
  return {
    rows: Items.map((item) => DueRow.parse(item)),
    ...(LastEvaluatedKey === undefined
      ? {}
      : { next: { pk: LastEvaluatedKey.pk, sk: LastEvaluatedKey.sk, due: LastEvaluatedKey.due } }),
  };
}
