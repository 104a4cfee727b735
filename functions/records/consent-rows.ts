import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import type { Due } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import { updateAsRead } from "./due-parts.ts";
import * as keys from "./keys.ts";
import type { Part } from "./transaction.ts";

const Found = z.object({ pk: z.string(), sk: z.string(), due: z.string().optional() });

/** The parts of a transaction that end what was agreed to with a submission; what has ended before has its day already. */
export async function endConsents(
  database: Database,
  subject: SubjectId,
  reference: Reference,
  endedAt: Temporal.Instant,
  due: Due,
): Promise<Part[]> {
  const parts: Part[] = [];
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ProjectionExpression: "pk, sk, #due",
      ExpressionAttributeNames: { "#due": "due" },
      ExpressionAttributeValues: { ":pk": keys.subject(subject), ":prefix": keys.consent(reference, "") },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const row of Items.map((item) => Found.parse(item)))
      if (row.due === undefined)
        parts.push(
          updateAsRead(
            database,
            row,
            { due: undefined },
            { endedAt: endedAt.toString({ smallestUnit: "millisecond" }), ...due },
          ),
        );
  return parts;
}
