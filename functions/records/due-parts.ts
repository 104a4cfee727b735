import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import type { Database } from "./database.ts";
import type { Part } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** Where a row of Records stands. */
export interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

/** DynamoDB takes so many in one call. */
const AT_ONCE = 100;

/**
 * The rows as they are now, strongly consistent; those that are gone are left out.
 * @param only "keys" where nothing else of them is asked for.
 */
export async function readAfresh(
  database: Database,
  keys: readonly RowKey[],
  only?: "keys",
): Promise<Readonly<Record<string, unknown>>[]> {
  const projected = only === undefined ? {} : { ProjectionExpression: "pk, sk" };
  const found: Record<string, unknown>[] = [];
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    let asked: Record<string, unknown>[] = keys.slice(i, i + AT_ONCE).map(({ pk, sk }) => ({ pk, sk }));
    while (asked.length > 0) {
      const { Responses, UnprocessedKeys } = await database.client.send(
        new BatchGetCommand({
          RequestItems: { [database.records]: { Keys: asked, ConsistentRead: true, ...projected } },
        }),
      );
      found.push(...(Responses?.[database.records] ?? []));
      // Sixteen megabytes are one answer.
      asked = UnprocessedKeys?.[database.records]?.Keys ?? [];
    }
  }
  return found;
}

/** Attributes as they were read; undefined for one that was not there. */
export type AsRead = Readonly<Record<string, unknown>>;

/**
 * A condition that holds while the row is as it was read. Its day is always part of it, as whoever deals with a due row
 * takes the day away: of two that sweep at the same time one goes through, and counts.
 */
function stillAs(read: AsRead) {
  const entries = Object.entries(read);
  return {
    ConditionExpression: [
      "attribute_exists(pk)",
      ...entries.map(([, value], i) =>
        value === undefined ? `attribute_not_exists(#c${i})` : `#c${i} = :c${i}`,
      ),
    ].join(" AND "),
    names: Object.fromEntries(entries.map(([name], i) => [`#c${i}`, name])),
    values: Object.fromEntries(
      entries.flatMap(([, value], i) => (value === undefined ? [] : [[`:c${i}`, value]])),
    ),
  };
}

const nonEmpty = <T extends object>(values: T): T | undefined =>
  Object.keys(values).length === 0 ? undefined : values;

export function deleteAsRead(database: Database, { pk, sk }: RowKey, read: AsRead): Part {
  const { ConditionExpression, names, values } = stillAs(read);
  return {
    Delete: {
      TableName: database.records,
      Key: { pk, sk },
      ConditionExpression,
      ExpressionAttributeNames: nonEmpty(names),
      ExpressionAttributeValues: nonEmpty(values),
    },
  };
}

export function updateAsRead(
  database: Database,
  { pk, sk }: RowKey,
  read: AsRead,
  set: Readonly<Record<string, unknown>>,
  remove: readonly string[] = [],
) {
  const condition = stillAs(read);
  const change = updateOf(set, remove);
  return {
    Update: {
      TableName: database.records,
      Key: { pk, sk },
      UpdateExpression:
        Object.keys(set).length === 0
          ? `REMOVE ${remove.map((_, i) => `#r${i}`).join(", ")}`
          : change.UpdateExpression,
      ConditionExpression: condition.ConditionExpression,
      ExpressionAttributeNames: { ...change.names, ...condition.names },
      ExpressionAttributeValues: nonEmpty({ ...change.values, ...condition.values }),
    },
  };
}
