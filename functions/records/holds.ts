import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { SubjectId } from "../policy/data-subject.ts";
import { type HeldOf, LegalHold } from "../policy/legal-hold.ts";
import type { Database } from "./database.ts";
import { countHouseHold } from "./house-standing.ts";
import * as keys from "./keys.ts";
import { noteDay, noteHold, noteRelease } from "./placed-holds.ts";
import { type Parts, write } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/**
 * Places a hold. The guard counts it, in the same transaction or for the house right after it: a batch of destruction
 * that was judged before does not go through any more when this answers. It is placed while an erasure runs as at any
 * other time.
 * @param also what else happens in the same transaction: the event in the audit.
 * @returns "already" where a hold of this id stands, "refused" where a part of `also` was.
 */
export async function placeHold(
  database: Database,
  of: HeldOf,
  hold: LegalHold,
  also: Parts<string> = {},
): Promise<"placed" | "already" | "refused"> {
  const written = await write<string>(database.client, {
    hold: {
      Put: {
        TableName: database.records,
        Item: { ...placeOf(of, hold.id), ...hold },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    placed: noteHold(database, of, hold),
    ...guardMoves(database, of, "ADD #version :one, #holds :ids", hold.id),
    ...also,
  });
  if (written.outcome === "refused" && written.by !== "hold") return "refused";
  // Where it stands already the call that placed it may have been cut before it had counted it.
  if (of === "house") await countHouseHold(database);
  return written.outcome === "written" ? "placed" : "already";
}

/**
 * Lets go of a hold. What was kept because of it is queued again by `requeue`, which also lets the house count it.
 * @returns "already" where there is none of this id, or none any more.
 */
export async function releaseHold(
  database: Database,
  of: HeldOf,
  id: string,
  also: Parts<string> = {},
): Promise<"released" | "already" | "refused"> {
  const written = await write<string>(database.client, {
    hold: {
      Delete: {
        TableName: database.records,
        Key: placeOf(of, id),
        ConditionExpression: "attribute_exists(pk)",
      },
    },
    placed: noteRelease(database, id),
    ...guardMoves(database, of, "ADD #version :one DELETE #holds :ids", id),
    ...also,
  });
  if (written.outcome === "written") return "released";
  return written.by === "hold" ? "already" : "refused";
}

/** Somebody looked at a hold: it stays, to another day. What it keeps stays kept, so the guard does not count it. */
export async function reviewHold(
  database: Database,
  of: HeldOf,
  id: string,
  review: Required<Pick<LegalHold, "until" | "reviewedAt" | "reviewedBy">>,
  also: Parts<string> = {},
): Promise<"reviewed" | "gone" | "refused"> {
  const { UpdateExpression, names, values } = updateOf(review);
  const written = await write<string>(database.client, {
    hold: {
      Update: {
        TableName: database.records,
        Key: placeOf(of, id),
        UpdateExpression,
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      },
    },
    placed: noteDay(database, id, review.until),
    ...also,
  });
  if (written.outcome === "written") return "reviewed";
  return written.by === "hold" ? "gone" : "refused";
}

export async function getHold(database: Database, of: HeldOf, id: string): Promise<LegalHold | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.records, Key: placeOf(of, id), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : LegalHold.parse(Item);
}

/** The holds on a person's data; in practice a handful. Those on everybody are not among them. */
export async function listHolds(database: Database, subject: SubjectId): Promise<LegalHold[]> {
  const holds: LegalHold[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await database.client.send(
      new QueryCommand({
        TableName: database.records,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :holds)",
        ExpressionAttributeValues: { ":pk": keys.subject(subject), ":holds": keys.hold("") },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    holds.push(...Items.map((item) => LegalHold.parse(item)));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return holds;
}

const placeOf = (of: HeldOf, id: string) => ({ pk: keys.heldOf(of), sk: keys.hold(id) });

/**
 * The guard counts, and names every hold there is: a query can see one item of a transaction before the other, and
 * by the names the reader notices. It is never deleted, as its count must not begin anew.
 */
function guardMoves(database: Database, of: HeldOf, UpdateExpression: string, id: string): Parts<"guard"> {
  if (of === "house") return {};
  return {
    guard: {
      Update: {
        TableName: database.records,
        Key: { pk: keys.subject(of), sk: keys.GUARD },
        UpdateExpression,
        ExpressionAttributeNames: { "#version": "version", "#holds": "holds" },
        ExpressionAttributeValues: { ":one": 1, ":ids": new Set([id]) },
      },
    },
  };
}
