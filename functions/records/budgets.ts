import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { type LetterVerdict, mayWrite } from "../policy/letter-budget.ts";
import { Reference } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import type { LetterEntry } from "./items.ts";
import * as keys from "./keys.ts";
import { getVerification } from "./verifications.ts";

const Past = z.object({
  letters: z.array(
    z.object({
      intent: z.string(),
      reference: Reference.optional(),
      tells: z.boolean().optional(),
      at: z.number(),
    }),
  ),
  version: z.number(),
});

const TRIES = 5;
const DAY_IN_SECONDS = 24 * 60 * 60;

/**
 * Takes one letter out of the person's budget. Asked twice for one intent it takes once.
 * @returns the verdict; with "send" the letter is booked.
 * @throws Error where others kept changing the same budget; the caller's retry asks again.
 */
export async function bookLetter(
  database: Database,
  subject: SubjectId,
  { intent, reference, letter: kind }: Pick<LetterEntry, "intent" | "reference" | "letter">,
  now: number,
  perDay: number,
): Promise<LetterVerdict> {
  const letter = { intent, reference, tells: kind === "request-noted" };
  const key = { pk: keys.subject(subject), sk: keys.LETTER_BUDGET };
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { Item } = await database.client.send(
      new GetCommand({ TableName: database.fleeting, Key: key, ConsistentRead: true }),
    );
    const { letters, version } = Item === undefined ? { letters: [], version: 0 } : Past.parse(Item);
    let verdict = mayWrite(letters, letter, now, perDay);
    if (verdict.verdict === "withhold") {
      const answered = await answeredAmong(database, subject, letters);
      verdict = mayWrite(letters, letter, now, perDay, (past) => answered.has(past.reference));
    }
    if (verdict.verdict !== "send") return verdict;
    try {
      const expires = Math.ceil(now / 1000) + DAY_IN_SECONDS;
      await database.client.send(
        new PutCommand({
          TableName: database.fleeting,
          Item: { ...key, letters: verdict.letters, version: version + 1, expires },
          ConditionExpression: "attribute_not_exists(pk) OR version = :read",
          ExpressionAttributeValues: { ":read": version },
        }),
      );
      return verdict;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
  throw new Error("The letter budget kept changing");
}

/** What was confirmed of what these letters asked for. */
async function answeredAmong(
  database: Database,
  subject: SubjectId,
  letters: z.infer<typeof Past>["letters"],
): Promise<ReadonlySet<string | undefined>> {
  const asked = new Set(letters.flatMap(({ reference }) => reference ?? []));
  const found = await Promise.all(
    [...asked].map((reference) => getVerification(database, { subject, reference })),
  );
  return new Set(found.flatMap((one) => (one?.confirmedAt === undefined ? [] : one.reference)));
}

/**
 * Somebody who was recommended is asked once, whoever else recommends them as long as we have their address.
 * @param until seconds since 1970: when the address is forgotten, and with it that they were asked.
 * @returns false where another recommendation has asked them.
 */
export async function bookQuestion(
  database: Database,
  subject: SubjectId,
  reference: Reference,
  now: number,
  until: number,
): Promise<boolean> {
  try {
    await database.client.send(
      new PutCommand({
        TableName: database.fleeting,
        Item: { pk: keys.subject(subject), sk: keys.ASKED_ONCE, reference, expires: until },
        ConditionExpression: "attribute_not_exists(pk) OR #reference = :reference OR expires <= :now",
        ExpressionAttributeNames: { "#reference": "reference" },
        ExpressionAttributeValues: { ":reference": reference, ":now": Math.floor(now / 1000) },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Takes one letter out of the hour's budget for everybody together.
 * @returns false where the hour's letters are spent.
 */
export async function bookOverall(database: Database, now: number, perHour: number): Promise<boolean> {
  const hour = Math.floor(now / 3_600_000);
  try {
    await database.client.send(
      new UpdateCommand({
        TableName: database.fleeting,
        Key: keys.overallBudget(hour),
        UpdateExpression: "ADD sent :one SET expires = :end",
        ConditionExpression: "attribute_not_exists(sent) OR sent < :limit",
        ExpressionAttributeValues: { ":one": 1, ":limit": perHour, ":end": (hour + 2) * 3600 },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Gives a letter back to the hour it was taken from, as a mail service that is away may be asked many times for one. */
export async function giveBackOverall(database: Database, bookedAt: number): Promise<void> {
  await database.client.send(
    new UpdateCommand({
      TableName: database.fleeting,
      Key: keys.overallBudget(Math.floor(bookedAt / 3_600_000)),
      UpdateExpression: "ADD sent :back",
      ConditionExpression: "sent > :none",
      ExpressionAttributeValues: { ":back": -1, ":none": 0 },
    }),
  );
}
