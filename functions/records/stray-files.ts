import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { Reference } from "../policy/reference.ts";
import type { Due } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import { type RowKey, readAfresh } from "./due-parts.ts";
import * as keys from "./keys.ts";
import { listEverybodys, type ObjectStore } from "./objects.ts";

/**
 * Files whose record is not there: a submission puts its files first, and where the transaction of the record then
 * keeps failing nobody can say for sure that it was not written. What is found gets a row, so that it goes as everything
 * goes that is due: by the index, through the guard, counted.
 */
type StrayFile = RowKey &
  Readonly<Record<string, unknown>> & { readonly reference: Reference; readonly receivedAt: string };

export interface StrayPage {
  readonly rows: readonly (RowKey & Readonly<Record<string, unknown>>)[];
  /** How many things it looked at: the files of one submission are one. */
  readonly looked: number;
  /** Behind which key it goes on; absent on the last. */
  readonly next?: string;
}

/**
 * One page of the bucket of attachments, by the strongly consistent rows.
 * @param before ISO 8601; what came later may still get its record.
 * @param limit of objects on a page, 1000 at most.
 */
export async function strayFiles(
  store: ObjectStore,
  database: Database,
  { after, before, limit }: { readonly after?: string; readonly before: string; readonly limit?: number },
): Promise<StrayPage> {
  const { objects, next } = await listEverybodys(store, after, limit);
  const found = new Map<string, StrayFile>();
  for (const { subject, key, receivedAt } of objects) {
    const reference = Reference.safeParse(key.split("/")[0]).data;
    const place = `${subject}/${reference}/`;
    // The page before ended within the files of this submission, and has told of it.
    if (reference === undefined || receivedAt === undefined || after?.startsWith(place) === true) continue;
    if (receivedAt >= before || found.has(place)) continue;
    found.set(place, { pk: keys.subject(subject), sk: keys.strayFile(reference), reference, receivedAt });
  }
  const rows = [...found.values()];
  const known = await readAfresh(
    database,
    rows.flatMap(({ pk, sk, reference }) => [
      { pk, sk },
      { pk, sk: keys.submission(reference) },
    ]),
    "keys",
  );
  const records = new Set(known.map(({ pk, sk }) => `${pk} ${sk}`));
  return {
    looked: rows.length,
    rows: rows.filter(
      ({ pk, sk, reference }) =>
        !records.has(`${pk} ${sk}`) && !records.has(`${pk} ${keys.submission(reference)}`),
    ),
    ...(next === undefined ? {} : { next }),
  };
}

/** Gives a file its row and its day; one that has them keeps them. */
export async function keepStray(
  { client, records }: Database,
  row: StrayPage["rows"][number],
  due: Due | undefined,
): Promise<void> {
  try {
    await client.send(
      new PutCommand({
        TableName: records,
        Item: { ...row, ...due },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
