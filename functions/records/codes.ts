import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Database } from "./database.ts";
import { sameDigest } from "./secrets.ts";

/** A code is judged five times at most; then only a new letter helps (OWASP ASVS 6.6.3). */
const CODE_TRIES = 5;

/** A row of the Fleeting table that a code belongs to. */
export interface CodePlace {
  readonly pk: string;
  readonly sk: string;
}

/** What the row says of its code; a row without one has had none, or it was used. */
const CodeRow = z.object({ codeDigest: z.string().optional(), codeTries: z.coerce.number().optional() });

type Row = Readonly<Record<string, unknown>>;

/** What must be true of the row, beyond its being there: this attribute has this value. */
type Only = readonly [attribute: string, value: string];

/**
 * A new letter carries a new code: only the newest counts, with its own tries.
 * @param codeExpires seconds since 1970.
 * @returns false where the row is gone, or is not as `only` says.
 */
export async function putCode(
  database: Database,
  place: CodePlace,
  codeDigest: string,
  codeExpires: number,
  only?: Only,
): Promise<boolean> {
  try {
    await database.client.send(
      new UpdateCommand({
        TableName: database.fleeting,
        Key: place,
        UpdateExpression: "SET codeDigest = :digest, codeExpires = :expires, codeTries = :none",
        ConditionExpression: only === undefined ? "attribute_exists(pk)" : "#only = :only",
        ExpressionAttributeNames: only === undefined ? undefined : { "#only": only[0] },
        ExpressionAttributeValues: {
          ...{ ":digest": codeDigest, ":expires": codeExpires, ":none": 0 },
          ...(only === undefined ? {} : { ":only": only[1] }),
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export type Judged =
  | { readonly outcome: "right"; readonly row: Row }
  /** Wrong, too old, or there is none. */
  | { readonly outcome: "wrong" }
  /** The last try went wrong, now or before: the digest of the code that it was about. */
  | { readonly outcome: "spent"; readonly codeDigest: string };

/** Judges a typed code. The try is counted first, by one conditional write, so a thousand at once are still five. */
export async function judgeCode(
  database: Database,
  place: CodePlace,
  typed: string,
  now: Temporal.Instant,
): Promise<Judged> {
  try {
    const { Attributes = {} } = await database.client.send(
      new UpdateCommand({
        TableName: database.fleeting,
        Key: place,
        UpdateExpression: "ADD codeTries :one",
        ConditionExpression: "codeTries < :most AND codeExpires > :now",
        ExpressionAttributeValues: { ":one": 1, ":most": CODE_TRIES, ":now": now.epochMilliseconds / 1000 },
        ReturnValues: "ALL_NEW",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    const { codeDigest = "" } = CodeRow.parse(Attributes);
    return sameDigest(codeDigest, typed) ? { outcome: "right", row: Attributes } : wrong(Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The document client leaves what an error carries as it came.
    return wrong({ codeDigest: error.Item?.codeDigest?.S, codeTries: error.Item?.codeTries?.N });
  }
}

function wrong(row: Row): Judged {
  const { codeDigest, codeTries = 0 } = CodeRow.parse(row);
  return codeDigest !== undefined && codeTries >= CODE_TRIES
    ? { outcome: "spent", codeDigest }
    : { outcome: "wrong" };
}

/** As part of a transaction: ends a code, used or spent. Of two at once the second is refused. */
export const endCode = (
  database: Database,
  Key: CodePlace,
  codeDigest: string,
  more: readonly string[] = [],
) => ({
  Update: {
    TableName: database.fleeting,
    Key,
    UpdateExpression: `REMOVE ${["codeDigest", "codeExpires", "codeTries", ...more].join(", ")}`,
    ConditionExpression: "codeDigest = :digest",
    ExpressionAttributeValues: { ":digest": codeDigest },
  },
});
