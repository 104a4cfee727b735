import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { judgeCode, putCode } from "./codes.ts";
import type { Database } from "./database.ts";
import { type OutboxEntry, Verification } from "./items.ts";
import * as keys from "./keys.ts";
import { outboxItem } from "./outbox-entries.ts";
import { write } from "./transaction.ts";

/** Letters that may be asked for again, beyond the first. */
const RESENDS = 3;

/** Which verification: whose, and of what. */
type VerificationKey = Pick<Verification, "subject" | "reference">;

const placeOf = ({ subject, reference }: VerificationKey) => ({
  pk: keys.subject(subject),
  sk: keys.verification(reference),
});

export async function getVerification(
  database: Database,
  key: VerificationKey,
): Promise<Verification | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.fleeting, Key: placeOf(key), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : Verification.parse(Item);
}

/** Whose a reference is, for somebody who has only typed it. */
export async function ownerOf(
  database: Database,
  reference: Reference,
): Promise<VerificationKey | undefined> {
  const { Item } = await database.client.send(
    new GetCommand({ TableName: database.fleeting, Key: keys.reference(reference), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : { reference, subject: SubjectId.parse(Item.subject) };
}

/**
 * The code of the newest letter, for what is still to be confirmed. Seconds since 1970.
 * @returns false where the verification is gone: nothing can be confirmed any more.
 */
export function setCode(
  database: Database,
  key: VerificationKey,
  codeDigest: string,
  codeExpires: number,
): Promise<boolean> {
  return putCode(database, placeOf(key), codeDigest, codeExpires);
}

/**
 * Judges a typed code; every try counts.
 * @returns undefined alike for a wrong code, one too old, one tried too often, and a verification that is gone.
 */
export async function tryCode(
  database: Database,
  key: VerificationKey,
  codeDigest: string,
  now: Temporal.Instant,
): Promise<Verification | undefined> {
  const judged = await judgeCode(database, placeOf(key), codeDigest, now);
  return judged.outcome === "right" ? Verification.parse(judged.row) : undefined;
}

/**
 * Puts one more letter for this reference into the outbox, in one transaction with its count. While the one before has
 * not gone yet none is added: whoever is impatient would spend those that may be asked for, and each makes the code of
 * the one before worthless.
 * @returns false where one is on its way, where it has asked for its last one, or needs none any more.
 */
export async function askAgain(
  database: Database,
  verification: Verification,
  now: Temporal.Instant,
): Promise<boolean> {
  const { reference, subject, about, letter, resent } = verification;
  const at = now.toString({ smallestUnit: "millisecond" });
  // The first letter of a record has its reference as intent.
  const before = resent === 0 ? reference : `${reference}-again-${resent}`;
  const entry: OutboxEntry = {
    intent: `${reference}-again-${resent + 1}`,
    letter,
    reference,
    about,
    createdAt: at,
    notBefore: at,
  };
  const written = await write(database.client, {
    verification: {
      Update: {
        TableName: database.fleeting,
        Key: placeOf(verification),
        UpdateExpression: "SET resent = :next",
        ConditionExpression: "resent = :read AND resent < :most AND attribute_not_exists(confirmedAt)",
        ExpressionAttributeValues: { ":next": resent + 1, ":read": resent, ":most": RESENDS },
      },
    },
    before: {
      ConditionCheck: {
        TableName: database.records,
        Key: { pk: keys.subject(subject), sk: keys.outbox(before) },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    },
    entry: { Put: { TableName: database.records, Item: outboxItem(subject, entry) } },
  });
  return written.outcome === "written";
}
