import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { DataKey, Vault } from "./vault.ts";

const Row = z.object({ wrappedKey: z.string(), uses: z.number().default(0) });

/** The person's key as its row has it; a new one has no row until something that it seals is written. */
export interface HeldKey {
  readonly key: DataKey;
  readonly wrapped: string;
  readonly isNew: boolean;
}

/**
 * The key that what is new of a person is sealed with: theirs, or a new one where there is none. One call, the same for
 * everybody. A new key is written by `useKey` alone, so that what is refused leaves no key of anybody behind.
 */
export async function keyFor(database: Database, vault: Vault, subject: SubjectId): Promise<HeldKey> {
  const stored = await wrappedKeyOf(database, subject);
  const wrapped = stored ?? (await vault.newWrappedKey(subject));
  return { key: await vault.unwrap(subject, wrapped), wrapped, isNew: stored === undefined };
}

/**
 * The part of a transaction that writes something sealed with the key. It is refused where the key is not the person's
 * any more, or another has become it. It counts, so that who lets go of a key for want of anything it opens notices
 * (`forgetting.ts`).
 */
export const useKey = (database: Database, subject: SubjectId, { wrapped, isNew }: HeldKey) => ({
  Update: {
    TableName: database.keys,
    Key: { pk: keys.subject(subject) },
    UpdateExpression: "SET wrappedKey = :wrapped ADD #uses :one",
    // A key that was destroyed meanwhile must not come back by this.
    ConditionExpression: isNew ? "attribute_not_exists(pk)" : "wrappedKey = :wrapped",
    ExpressionAttributeNames: { "#uses": "uses" },
    ExpressionAttributeValues: { ":wrapped": wrapped, ":one": 1 },
  },
});

/** How often something that the key opens was written or taken away; undefined where there is no key. */
export async function usesOfKey(database: Database, subject: SubjectId): Promise<number | undefined> {
  return (await rowOf(database, subject))?.uses;
}

/** @returns undefined where the person's key was destroyed: then nothing of theirs can be read any more. */
export async function getKey(
  database: Database,
  vault: Vault,
  subject: SubjectId,
): Promise<DataKey | undefined> {
  const wrapped = await wrappedKeyOf(database, subject);
  return wrapped === undefined ? undefined : vault.unwrap(subject, wrapped);
}

async function wrappedKeyOf(database: Database, subject: SubjectId): Promise<string | undefined> {
  return (await rowOf(database, subject))?.wrappedKey;
}

async function rowOf(database: Database, subject: SubjectId): Promise<z.infer<typeof Row> | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.keys, Key: { pk: keys.subject(subject) }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Row.parse(Item);
}
