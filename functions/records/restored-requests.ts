import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { RequestKey } from "./requests.ts";
import { updateOf } from "./update-expression.ts";

/**
 * As part of a transaction: brings a request that a restore brought back to its end, whatever it was.
 * @param held whether who made it has to stay.
 */
export function settleRestored(
  database: Database,
  { subject, reference }: RequestKey,
  set: Readonly<Record<string, unknown>>,
  held: boolean,
) {
  const { UpdateExpression, names, values } = updateOf({ ...set, status: "completed" }, [
    ...(held ? [] : ["sealed"]),
    "open",
    "deadline",
    "awaits",
  ]);
  return {
    Update: {
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.request(reference) },
      UpdateExpression,
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    },
  };
}
