import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import type { Due } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import { updateAsRead } from "./due-parts.ts";
import * as keys from "./keys.ts";
import type { Part } from "./transaction.ts";

const ConsentRow = z.object({
  pk: z.string(),
  sk: z.string(),
  reference: Reference,
  name: z.string(),
  confirmedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  due: z.string().optional(),
});
export type ConsentRow = z.infer<typeof ConsentRow>;

/** A consent as the staff lists it: which, and from when to when it counts. */
export type ListedConsent = Pick<ConsentRow, "reference" | "name" | "confirmedAt" | "endedAt">;

/** All that a person has ever agreed to, with what of it has ended. */
export async function consentsOf({ client, records }: Database, subject: SubjectId): Promise<ConsentRow[]> {
  const rows: ConsentRow[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": keys.subject(subject), ":prefix": keys.CONSENTS },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) rows.push(...Items.map((item) => ConsentRow.parse(item)));
  return rows;
}

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
