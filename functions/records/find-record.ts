import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Database } from "./database.ts";
import { RightsRequest, Submission } from "./items.ts";
import * as keys from "./keys.ts";

/** A record of either kind, told apart. */
export type FoundRecord =
  | { readonly kind: "submission"; readonly record: Submission }
  | { readonly kind: "request"; readonly record: RightsRequest };

/** @param sk the record's sort key. @returns undefined where it is gone. */
export async function findRecord(
  database: Database,
  subject: SubjectId,
  sk: string,
): Promise<FoundRecord | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk },
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  return sk.startsWith("request#")
    ? { kind: "request", record: RightsRequest.parse(Item) }
    : { kind: "submission", record: Submission.parse(Item) };
}
