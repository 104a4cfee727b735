import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";

export type Part = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** The parts of a transaction by name, so that a refusal can say which of them it was. */
export type Parts<Name extends string> = Partial<Record<Name, Part>>;

export type Written<Name extends string> =
  | { readonly outcome: "written" }
  /** The first part whose condition did not hold; nothing was written. */
  | { readonly outcome: "refused"; readonly by: Name };

const TRIES = 6;

/**
 * Writes all parts or none. Where two transactions meet on an item DynamoDB cancels one of them, which says nothing
 * about its conditions: that one is tried again, a little later each time.
 * @throws what DynamoDB throws, and TransactionCanceledException where the conflict lasted.
 */
export async function write<Name extends string>(
  client: DynamoDBDocumentClient,
  parts: Parts<Name>,
): Promise<Written<Name>> {
  const named = Object.entries(parts) as [Name, Part][];
  const command = new TransactWriteCommand({ TransactItems: named.map(([, part]) => part) });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return { outcome: "written" };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? [];
      const refused = named[codes.indexOf("ConditionalCheckFailed")];
      if (refused !== undefined) return { outcome: "refused", by: refused[0] };
      if (!codes.includes("TransactionConflict") || attempt === TRIES) throw error;
      await new Promise((resume) => setTimeout(resume, Math.random() * 25 * 2 ** attempt));
    }
  }
}
