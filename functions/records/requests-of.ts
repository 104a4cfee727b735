import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Database } from "./database.ts";
import { RightsRequest } from "./items.ts";
import * as keys from "./keys.ts";

const PastRequest = RightsRequest.pick({
  ...{ reference: true, right: true, status: true, receivedAt: true, dueBy: true, concludedAt: true },
});

const NAMES = Object.keys(PastRequest.shape);

/** The requests of a person, proved or not, in no particular order; strongly consistent. */
export async function requestsOf(database: Database, subject: SubjectId) {
  const requests = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await database.client.send(
      new QueryCommand({
        TableName: database.records,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ProjectionExpression: NAMES.map((_, i) => `#n${i}`).join(", "),
        ExpressionAttributeNames: Object.fromEntries(NAMES.map((name, i) => [`#n${i}`, name])),
        ExpressionAttributeValues: { ":pk": keys.subject(subject), ":prefix": "request#" },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    requests.push(...Items.map((item) => PastRequest.parse(item)));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return requests;
}
