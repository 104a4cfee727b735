import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { SubjectId } from "../policy/data-subject.ts";
import { subjectIn, type Token } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import { findRecord } from "./find-record.ts";
import type { RightsRequest } from "./items.ts";
import * as keys from "./keys.ts";
import { digestOf, newToken } from "./secrets.ts";

/** Half an hour: long enough to read one's request, short enough for a shared computer. Seconds. */
const SESSION_LIFETIME = 30 * 60;

const Session = z.object({ subject: SubjectId, about: z.string(), expires: z.number() });
type Session = z.infer<typeof Session>;

/** Opens a session on one request; returns the secret for the cookie. Only its digest is stored. */
export async function openSession(
  database: Database,
  { subject, about }: Omit<Session, "expires">,
  now: Temporal.Instant,
): Promise<Token> {
  const secret = newToken(subject);
  const expires = Math.floor(now.epochMilliseconds / 1000) + SESSION_LIFETIME;
  await database.client.send(
    new PutCommand({
      TableName: database.fleeting,
      Item: { ...placeOfSession(secret), subject, about, expires },
    }),
  );
  return secret;
}

/** @returns undefined alike for a session that never was and one that has ended. */
export async function getSession(
  database: Database,
  secret: Token,
  now: Temporal.Instant,
): Promise<Session | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({
      TableName: database.fleeting,
      Key: placeOfSession(secret),
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) return undefined;
  const session = Session.parse(Item);
  return now.epochMilliseconds < session.expires * 1000 ? session : undefined;
}

/** A rights request with whose it is. */
export interface OwnRequest {
  readonly subject: SubjectId;
  readonly record: RightsRequest;
}

/** The request that a session is about; undefined where there is no session, or no such request. */
export async function requestInSession(
  database: Database,
  secret: Token | undefined,
  now: Temporal.Instant,
): Promise<OwnRequest | undefined> {
  const session = secret && (await getSession(database, secret, now));
  if (session === undefined) return undefined;
  const { subject, about } = session;
  const found = await findRecord(database, subject, about);
  return found?.kind === "request" ? { subject, record: found.record } : undefined;
}

const placeOfSession = (secret: Token) => ({
  pk: keys.subject(subjectIn(secret)),
  sk: keys.session(digestOf(secret)),
});
