import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import type { RetentionCategory } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";

const Found = z.object({ reference: Reference });

/** The person's submissions of one form, by reference. */
export async function* submissionsOf(
  database: Database,
  subject: SubjectId,
  form: string,
): AsyncIterable<Reference> {
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      FilterExpression: "form = :form",
      ProjectionExpression: "#reference",
      ExpressionAttributeNames: { "#reference": "reference" },
      ExpressionAttributeValues: { ":pk": keys.subject(subject), ":prefix": "submission#", ":form": form },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) yield Found.parse(item).reference;
}

export async function hasSubmissionOf(
  database: Database,
  subject: SubjectId,
  form: string,
): Promise<boolean> {
  for await (const _ of submissionsOf(database, subject, form)) return true;
  return false;
}

const Message = z.object({ status: z.string(), retention: z.string(), receivedAt: z.iso.datetime() });

/** When the person last sent something of this category and confirmed it; strongly consistent. */
export async function lastMessageOf(
  database: Database,
  subject: SubjectId,
  retention: RetentionCategory,
): Promise<string | undefined> {
  const names = Object.keys(Message.shape);
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ProjectionExpression: names.map((_, i) => `#n${i}`).join(", "),
      ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#n${i}`, name])),
      ExpressionAttributeValues: { ":pk": keys.subject(subject), ":prefix": "submission#" },
      ConsistentRead: true,
    },
  );
  let last: string | undefined;
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const message = Message.safeParse(item).data;
      if (message?.status !== "confirmed" || message.retention !== retention) continue;
      if (last === undefined || message.receivedAt > last) last = message.receivedAt;
    }
  return last;
}
