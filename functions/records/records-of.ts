import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import { RetentionCategory } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";

/** A submission or a request as the staff lists it: what it is and how it stands, nothing of what it says. */
const ListedRecord = z.object({
  reference: Reference,
  /** The form it came with; absent for a request. */
  form: z.string().optional(),
  /** The right that was asked for; absent for a submission. */
  right: z.string().optional(),
  status: z.string(),
  receivedAt: z.iso.datetime(),
  due: z.iso.date().optional(),
  dueAs: RetentionCategory.optional(),
});
export type ListedRecord = z.infer<typeof ListedRecord>;

const NAMES = Object.keys(ListedRecord.shape);

/** A person's submissions and requests, the oldest first; strongly consistent. */
export async function recordsOf(database: Database, subject: SubjectId): Promise<ListedRecord[]> {
  const records: ListedRecord[] = [];
  // "request#" and "submission#" lie between these, and little else that has no status.
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
      ProjectionExpression: ["sk", ...NAMES].map((_, i) => `#n${i}`).join(", "),
      ExpressionAttributeNames: Object.fromEntries(["sk", ...NAMES].map((name, i) => [`#n${i}`, name])),
      ExpressionAttributeValues: {
        ":pk": keys.subject(subject),
        ":first": "request#",
        ":last": "submission$",
      },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items)
      if (/^(request|submission)#/.test(String(item.sk))) records.push(ListedRecord.parse(item));
  return records.sort((one, other) => one.receivedAt.localeCompare(other.receivedAt));
}
