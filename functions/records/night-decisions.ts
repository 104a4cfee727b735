import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { CountedDatabase } from "./database.ts";
import { NIGHTS, nightKey, SweepNight } from "./sweeps.ts";

/** The last nights, the latest first. */
export async function lastNights(
  { client, aggregates }: CountedDatabase,
  most: number,
): Promise<SweepNight[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: aggregates,
      KeyConditionExpression: "pk = :nights",
      ExpressionAttributeValues: { ":nights": NIGHTS },
      ScanIndexForward: false,
      Limit: most,
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => SweepNight.parse(item));
}

export async function getNight(
  { client, aggregates }: CountedDatabase,
  night: string,
): Promise<SweepNight | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: aggregates, Key: nightKey(night), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : SweepNight.parse(Item);
}

/**
 * Keeps what a person decided about a night that waits with this token for this manifest.
 * @returns "changed" where it waits for something else by now, or somebody was faster.
 */
export async function decideNight(
  { client, aggregates }: CountedDatabase,
  waiting: { readonly night: string; readonly token: string; readonly manifest: string },
  decision: "approve" | "refuse",
  decidedBy: string,
): Promise<"kept" | "changed"> {
  const names = ["awaits", "decision", "decidedBy", "token", "manifest"];
  try {
    await client.send(
      new UpdateCommand({
        TableName: aggregates,
        Key: nightKey(waiting.night),
        UpdateExpression: "SET #awaits.#decision = :decision, #awaits.#decidedBy = :decidedBy",
        ConditionExpression:
          "#awaits.#token = :token AND #manifest = :manifest AND attribute_not_exists(#awaits.#decision)",
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ":decision": decision,
          ":decidedBy": decidedBy,
          ":token": waiting.token,
          ":manifest": waiting.manifest,
        },
      }),
    );
    return "kept";
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return "changed";
    throw error;
  }
}
