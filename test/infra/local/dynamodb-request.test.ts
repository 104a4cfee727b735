import { describe, expect, test } from "vitest";
import { type DynamoDbInput, dynamoDbNeeds } from "../../../infra/local/dynamodb-request.ts";
import { fixtureTemplate } from "./fixture-stack.ts";

const template = fixtureTemplate();
const { logicalId } = template.find("Records", "AWS::DynamoDB::Table");
const TableName = template.nameOf(logicalId);
const TABLE = template.arnOf(logicalId);
const KEY = template.arnOf(template.find("Key", "AWS::KMS::Key").logicalId);
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "x" } });

/** Action, resource and partition keys of every need but the key's. */
function asked(operation: string, input: DynamoDbInput) {
  return dynamoDbNeeds(template, operation, input)
    .filter(({ action }) => action.startsWith("dynamodb:"))
    .map(({ action, resources, context }) => [action, resources[0], context["dynamodb:leadingkeys"]?.join()]);
}

describe("what IAM is asked for a call of DynamoDB", () => {
  test.each<[string, DynamoDbInput, unknown[][]]>([
    ["GetItem", { TableName, Key: key("a") }, [["dynamodb:GetItem", TABLE, "a"]]],
    ["PutItem", { TableName, Item: key("a") }, [["dynamodb:PutItem", TABLE, "a"]]],
    ["PutItem", { TableName: TABLE, Item: key("a") }, [["dynamodb:PutItem", TABLE, "a"]]],
    ["Scan", { TableName }, [["dynamodb:Scan", TABLE, undefined]]],
    ["ListTables", {}, [["dynamodb:ListTables", "*", undefined]]],
    [
      "Query",
      {
        TableName,
        IndexName: "due",
        KeyConditionExpression: "#d = :d AND pk = :p",
        ExpressionAttributeNames: { "#d": "day" },
        ExpressionAttributeValues: { ":d": { S: "2028-01-01" }, ":p": { S: "a" } },
      },
      [["dynamodb:Query", `${TABLE}/index/due`, "2028-01-01"]],
    ],
    [
      "BatchGetItem",
      { RequestItems: { [TableName]: { Keys: [key("a"), key("b")] } } },
      [
        ["dynamodb:BatchGetItem", TABLE, "a"],
        ["dynamodb:BatchGetItem", TABLE, "b"],
      ],
    ],
    [
      "BatchWriteItem",
      {
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: key("a") } }, { DeleteRequest: { Key: key("b") } }],
        },
      },
      [
        ["dynamodb:BatchWriteItem", TABLE, "a"],
        ["dynamodb:BatchWriteItem", TABLE, "b"],
      ],
    ],
    [
      "TransactWriteItems",
      {
        TransactItems: [
          { Put: { TableName, Item: key("a") } },
          { Update: { TableName, Key: key("b") } },
          { Delete: { TableName, Key: key("c") } },
          { ConditionCheck: { TableName, Key: key("d") } },
        ],
      },
      [
        ["dynamodb:PutItem", TABLE, "a"],
        ["dynamodb:UpdateItem", TABLE, "b"],
        ["dynamodb:DeleteItem", TABLE, "c"],
        ["dynamodb:ConditionCheckItem", TABLE, "d"],
      ],
    ],
    [
      "TransactGetItems",
      { TransactItems: [{ Get: { TableName, Key: key("a") } }] },
      [["dynamodb:GetItem", TABLE, "a"]],
    ],
  ])("%s", (operation, input, expected) => expect(asked(operation, input)).toEqual(expected));

  test("is also the table's key, in the name of DynamoDB, for data but not for descriptions", () => {
    const needs = dynamoDbNeeds(template, "GetItem", { TableName, Key: key("a") });
    expect(needs.at(-1)).toMatchObject({
      action: "kms:Decrypt",
      resources: [KEY],
      context: { "kms:viaservice": ["dynamodb.eu-central-1.amazonaws.com"] },
    });
    expect(dynamoDbNeeds(template, "DescribeTable", { TableName })).toHaveLength(1);
  });

  test("says for an item of a transaction that it is one", () => {
    const [need] = dynamoDbNeeds(template, "TransactWriteItems", {
      TransactItems: [{ Put: { TableName, Item: key("a") } }],
    });
    expect(need?.context["dynamodb:enclosingoperation"]).toEqual(["TransactWriteItems"]);
  });
});
