import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { DataKey, Vault } from "./vault.ts";

const Row = z.object({ wrappedKey: z.string(), uses: z.number().default(0) });

/** The person's key and the row it came from, so that a transaction can check that it is still there. */
export interface HeldKey {
  readonly key: DataKey;
  readonly wrapped: string;
}

/** The person's data key, made where there is none: one call, the same for everybody. */
export async function getOrCreateKey(database: Database, vault: Vault, subject: SubjectId): Promise<HeldKey> {
  const { Attributes } = await database.client.send(
    new UpdateCommand({
      TableName: database.keys,
      Key: { pk: keys.subject(subject) },
      UpdateExpression: "SET wrappedKey = if_not_exists(wrappedKey, :new)",
      ExpressionAttributeValues: { ":new": await vault.newWrappedKey(subject) },
      ReturnValues: "ALL_NEW",
    }),
  );
  const { wrappedKey: wrapped } = Row.parse(Attributes);
  return { key: await vault.unwrap(subject, wrapped), wrapped };
}

/** How often something that the key opens was written or taken away; undefined where there is no key. */
export async function usesOfKey(database: Database, subject: SubjectId): Promise<number | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.keys, Key: { pk: keys.subject(subject) }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Row.parse(Item).uses;
}

/** @returns undefined where the person's key was destroyed: then nothing of theirs can be read any more. */
export async function getKey(
  database: Database,
  vault: Vault,
  subject: SubjectId,
): Promise<DataKey | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.keys, Key: { pk: keys.subject(subject) }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : vault.unwrap(subject, Row.parse(Item).wrappedKey);
}
