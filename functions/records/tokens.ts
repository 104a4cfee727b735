import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import { ErasureRunning } from "../policy/errors.ts";
import { subjectIn, type Token } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import { OpenedByToken } from "./items.ts";
import * as keys from "./keys.ts";
import { digestOf, newToken } from "./secrets.ts";
import { noErasureRunning } from "./tombstones.ts";
import { write } from "./transaction.ts";

/**
 * Mints a link's token: its digest is stored with what it opens and until when, the token itself only returned.
 * @throws ErasureRunning where everything about the person is being erased: then nothing new is written for them.
 */
export async function mintToken(database: Database, opens: OpenedByToken): Promise<Token> {
  const token = newToken(opens.subject);
  const written = await write(database.client, {
    token: { Put: { TableName: database.fleeting, Item: { ...placeOfToken(token), ...opens } } },
    tombstone: noErasureRunning(database, opens.subject),
  });
  if (written.outcome === "refused") throw new ErasureRunning();
  return token;
}

/**
 * What the token opens, for this purpose and at this time.
 * @returns undefined alike for one that never was, has expired, or is for something else.
 */
export async function openedBy(
  database: Database,
  token: Token,
  purpose: OpenedByToken["purpose"],
  now: Temporal.Instant,
): Promise<OpenedByToken | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({
      TableName: database.fleeting,
      Key: placeOfToken(token),
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  const opened = OpenedByToken.parse(Item);
  // The table deletes what has expired some time later: what counts is this line.
  return opened.purpose === purpose && now.epochMilliseconds < opened.expires * 1000 ? opened : undefined;
}

const placeOfToken = (token: Token) => ({
  pk: keys.subject(subjectIn(token)),
  sk: keys.token(digestOf(token)),
});
