import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as keys from "../../functions/records/keys.ts";
import { type Parts, write } from "../../functions/records/transaction.ts";
import { itemsOf, somebody, tables } from "./given.ts";

const database = tables();

/** Makes the table's next answers to transactions these; after them it answers itself. */
let answers: string[][] = [];
let asked = 0;
beforeEach(() => {
  answers = [];
  asked = 0;
  database.client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName !== "TransactWriteItemsCommand") return next(args);
      asked += 1;
      const codes = answers.shift();
      if (codes === undefined) return next(args);
      throw new TransactionCanceledException({
        $metadata: {},
        message: "cancelled",
        CancellationReasons: codes.map((Code) => ({ Code })),
      });
    },
    { step: "initialize", name: "answers", override: true },
  );
});
afterEach(() => database.client.middlewareStack.remove("answers"));

const client = () => database.client as DynamoDBDocumentClient;
const CONFLICT = ["None", "TransactionConflict"];

/** Two items of somebody, the second only if it is not there yet. */
function twoItems(subject = somebody()): Parts<"first" | "second"> {
  const put = (sk: string) => ({ TableName: database.records, Item: { pk: keys.subject(subject), sk } });
  return {
    first: { Put: put("first") },
    second: { Put: { ...put("second"), ConditionExpression: "attribute_not_exists(pk)" } },
  };
}

describe("a transaction", () => {
  test("writes all its parts", async () => {
    const ann = somebody();

    expect(await write(client(), twoItems(ann))).toEqual({ outcome: "written" });
    expect(await itemsOf(database, database.records, ann)).toHaveLength(2);
  });

  test("whose condition does not hold writes nothing and says which it was", async () => {
    const ann = somebody();
    const { second } = twoItems(ann);
    await write(client(), { second });

    expect(await write(client(), twoItems(ann))).toEqual({ outcome: "refused", by: "second" });
    expect((await itemsOf(database, database.records, ann)).map(({ sk }) => sk)).toEqual(["second"]);
  });

  test("that met another on an item is tried again, and its conditions are judged afresh", async () => {
    answers = [CONFLICT, CONFLICT, CONFLICT];

    expect(await write(client(), twoItems())).toEqual({ outcome: "written" });
    expect(asked).toBe(4);
  });

  test("that meets others six times gives up, so that its caller tries later", async () => {
    const ann = somebody();
    answers = Array.from({ length: 10 }, () => CONFLICT);

    await expect(write(client(), twoItems(ann))).rejects.toThrow(TransactionCanceledException);
    expect(asked).toBe(6);
    expect(await itemsOf(database, database.records, ann)).toEqual([]);
  });

  test("that met another while a condition did not hold is refused at once", async () => {
    answers = [["TransactionConflict", "ConditionalCheckFailed"]];

    expect(await write(client(), twoItems())).toEqual({ outcome: "refused", by: "second" });
    expect(asked).toBe(1);
  });

  test.each(["ValidationError", "ItemCollectionSizeLimitExceeded", "ProvisionedThroughputExceeded"])(
    "cancelled for %s is not tried again here",
    async (code) => {
      answers = [["None", code]];

      await expect(write(client(), twoItems())).rejects.toThrow(TransactionCanceledException);
      expect(asked).toBe(1);
    },
  );
});
