import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { RequestKey } from "./requests.ts";
import type { Part } from "./transaction.ts";

const Marked = z.object({
  reference: Reference,
  status: z.string(),
  form: z.string(),
  receivedAt: z.string(),
  confirmedAt: z.string().optional(),
  /** When the staff asked that a person looks before it is disclosed or destroyed. */
  flaggedAt: z.string().optional(),
});

const NAMES = Object.keys(Marked.shape);

/** What a person of the staff looks at before it is disclosed or destroyed. */
export interface Marks {
  readonly flagged: readonly { readonly reference: Reference; readonly flaggedAt: string }[];
  /** Confirmed ones. */
  readonly applications: readonly Reference[];
  /** When the last of them was confirmed, or flagged; undefined where there is none. */
  readonly lastAt: string | undefined;
}

/** @param since only what came on that day or after it; "" for all. Strongly consistent. */
export async function marksOf(database: Database, subject: SubjectId, since = ""): Promise<Marks> {
  const flagged: { reference: Reference; flaggedAt: string }[] = [];
  const applications: Reference[] = [];
  let lastAt: string | undefined;
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.records,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      FilterExpression: "#form = :form OR attribute_exists(#flaggedAt)",
      ProjectionExpression: NAMES.map((name) => `#${name}`).join(", "),
      ExpressionAttributeNames: Object.fromEntries(NAMES.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ":pk": keys.subject(subject),
        ":prefix": "submission#",
        ":form": "job-application",
      },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const { reference, status, form, receivedAt, confirmedAt, flaggedAt } = Marked.parse(item);
      if (receivedAt < since) continue;
      // One that nobody confirmed may be a stranger's, who would make the person wait by it.
      const applied = form === "job-application" && status === "confirmed";
      if (applied) applications.push(reference);
      if (flaggedAt !== undefined) flagged.push({ reference, flaggedAt });
      for (const at of [applied ? (confirmedAt ?? receivedAt) : "", flaggedAt ?? ""])
        if (at > (lastAt ?? "")) lastAt = at;
    }
  return { flagged, applications, lastAt };
}

/** What of a record is about somebody else: these words, wherever they are in that field. */
export const MaskList = z.array(
  z.object({
    field: z.string(),
    text: z.string().min(1),
    /** Since when, ISO 8601. */
    at: z.string().optional(),
  }),
);
export type MaskList = z.infer<typeof MaskList>;

/** Sets the mark of a record, or takes it away; refused where the record is gone. */
export const flagPart = (database: Database, key: RequestKey, flaggedAt: string | undefined): Part =>
  change(database, key, { flaggedAt }, { ConditionExpression: "attribute_exists(pk)" });

/** Replaces the sealed masks of a record, while they are as they were read. */
export const masksPart = (
  database: Database,
  key: RequestKey,
  read: string | undefined,
  masks: string | undefined,
): Part =>
  change(
    database,
    key,
    { masks },
    read === undefined
      ? { ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(masks)" }
      : { ConditionExpression: "masks = :read", values: { ":read": read } },
  );

function change(
  database: Database,
  { subject, reference }: RequestKey,
  attribute: Readonly<Record<string, string | undefined>>,
  { ConditionExpression, values = {} }: { ConditionExpression: string; values?: Record<string, string> },
): Part {
  const [[name = "", value] = []] = Object.entries(attribute);
  const all = { ...values, ...(value === undefined ? {} : { ":value": value }) };
  return {
    Update: {
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.submission(reference) },
      UpdateExpression: value === undefined ? "REMOVE #name" : "SET #name = :value",
      ConditionExpression,
      ExpressionAttributeNames: { "#name": name },
      ...(Object.keys(all).length === 0 ? {} : { ExpressionAttributeValues: all }),
    },
  };
}
