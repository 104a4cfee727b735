import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { allow, fixtureTemplate, functionId } from "./fixture-stack.ts";
import { type Rig, startRig } from "./gateway-rig.ts";

const SENDER = "letters@example.org";
const SES = "arn:aws:ses:eu-central-1:000000000000";
const IDENTITY = `${SES}:identity/example.org`;
const SET = `${SES}:configuration-set/*`;
const template = fixtureTemplate({
  grant({ clerk, table, secret, key }) {
    clerk.addToRolePolicy(allow(["dynamodb:GetItem", "dynamodb:Query"], [table.tableArn]));
    const ownKeys = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "subject#*" } };
    clerk.addToRolePolicy(allow(["dynamodb:PutItem", "dynamodb:UpdateItem"], [table.tableArn], ownKeys));
    clerk.addToRolePolicy(allow(["kms:Decrypt"], [key.keyArn]));
    secret.grantRead(clerk);
    const fromUs = { StringEquals: { "ses:FromAddress": SENDER } };
    clerk.addToRolePolicy(allow(["ses:SendRawEmail"], [IDENTITY, SET], fromUs));
  },
});
const CLERK = functionId(template, "Clerk");
const STRANGER = functionId(template, "Stranger");
const TableName = template.nameOf(template.find("Records", "AWS::DynamoDB::Table").logicalId);
const SecretId = template.arnOf(template.find("VaultKey", "AWS::SecretsManager::Secret").logicalId);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(template);
}, 60_000);
afterAll(() => rig.end());
beforeEach(() => rig.gateway.clear());

const get = (caller: string, pk = "subject#1") =>
  new DynamoDBClient(rig.clientAs(caller)).send(
    new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: "a" } } }),
  );
const write = (caller: string, ...keys: string[]) =>
  new DynamoDBClient(rig.clientAs(caller)).send(
    new TransactWriteItemsCommand({
      TransactItems: keys.map((pk) => ({ Put: { TableName, Item: { pk: { S: pk }, sk: { S: "a" } } } })),
    }),
  );
const send = (from: string) => {
  const letter = `From: "Office, <of> Habeas"\r\n <${from}>\r\nTo: a@example.com\r\nSubject: Hello\r\n\r\nGood day`;
  const RawMessage = { Data: Buffer.from(letter) };
  return new SESClient(rig.clientAs(CLERK)).send(new SendRawEmailCommand({ RawMessage }));
};
const letters = async () => {
  const store = (await (await fetch(`${rig.backends.ses}/store`)).json()) as { emails: unknown[] };
  return store.emails.length;
};

describe("the gateway", () => {
  test("lets a function do what its role allows, and writes the call down with its capacity", async () => {
    await write(CLERK, "subject#1", "subject#2");
    const { Item, ...rest } = await get(CLERK);

    expect(Item?.pk?.S).toBe("subject#1");
    expect(rest).not.toHaveProperty("ConsumedCapacity");
    expect(rig.gateway.calls).toMatchObject([
      {
        action: "dynamodb:TransactWriteItems",
        caller: CLERK,
        permissions: ["dynamodb:PutItem", "kms:Decrypt"],
        resources: [expect.stringMatching(/table\/Records/), expect.stringMatching(/key\/Key/)],
        status: 200,
        units: 4,
      },
      { action: "dynamodb:GetItem", status: 200, units: 0.5 },
    ]);
  });

  test("leaves the consumed capacity in an answer to a caller that asked for it", async () => {
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": { S: "subject#1" } },
      ReturnConsumedCapacity: "INDEXES",
    });
    const { ConsumedCapacity } = await new DynamoDBClient(rig.clientAs(CLERK)).send(query);
    expect(ConsumedCapacity?.Table?.CapacityUnits).toBe(0.5);
    expect(rig.gateway.calls[0]?.units).toBe(0.5);
  });

  test("refuses what the role does not allow, naming function and action, and nothing takes effect", async () => {
    await expect(get(STRANGER)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        new RegExp(
          `assumed-role/StrangerServiceRole\\w+/${STRANGER} is not authorized to perform: dynamodb:GetItem on`,
        ),
      ),
    });
    await expect(write(STRANGER, "subject#9")).rejects.toThrow("dynamodb:PutItem");
    expect((await get("operator", "subject#9")).Item).toBeUndefined();
    expect(rig.gateway.calls.map((call) => call.status)).toEqual([400, 400, 200]);
  });

  test("refuses a whole transaction for one item under a key that the role may not touch", async () => {
    await expect(write(CLERK, "subject#3", "outbox")).rejects.toThrow(
      "not authorized to perform: dynamodb:PutItem",
    );
    expect((await get("operator", "subject#3")).Item).toBeUndefined();
  });

  test("hands a secret to the function that may read it and under its key, and to no other", async () => {
    const read = (caller: string) =>
      new SecretsManagerClient(rig.clientAs(caller)).send(new GetSecretValueCommand({ SecretId }));
    expect((await read(CLERK)).SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
    await expect(read(STRANGER)).rejects.toThrow("secretsmanager:GetSecretValue");
  });

  test("sends a letter from the address the role may use, and from no other", async () => {
    const before = await letters();
    await send(SENDER);
    await expect(send("boss@example.org")).rejects.toMatchObject({ name: "AccessDenied" });
    expect(await letters()).toBe(before + 1);
  });
});

describe("a fault", () => {
  test("before a call answers in place of the service, as often as it is told", async () => {
    rig.gateway.inject({ caller: "Clerk", action: "ses:SendRawEmail", when: "before", times: 2 });
    const before = await letters();

    await expect(send(SENDER)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    await expect(send(SENDER)).rejects.toMatchObject({ name: "ServiceUnavailable" });
    await send(SENDER);

    expect(await letters()).toBe(before + 1);
    expect(rig.gateway.calls.map(({ status, fault }) => [status, fault])).toEqual([
      [503, "before: unavailable"],
      [503, "before: unavailable"],
      [200, undefined],
    ]);
  });

  test("after a call cuts the connection once the call took effect", async () => {
    rig.gateway.inject({ action: "dynamodb:TransactWriteItems", when: "after", times: 1 });
    await expect(write(CLERK, "subject#4")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await get(CLERK, "subject#4")).Item).toBeDefined();
    expect(rig.gateway.calls[0]).toMatchObject({ status: 0, fault: "after: cut" });
  });

  test("throttles in the words of the service", async () => {
    rig.gateway.inject({ action: "dynamodb:GetItem", when: "before", times: 1, as: "throttled" });
    await expect(get(CLERK)).rejects.toMatchObject({ name: "ThrottlingException" });
  });

  test("strikes only the caller and the action it names, and is gone once taken back", async () => {
    const takeBack = rig.gateway.inject({
      caller: "Stranger",
      action: "dynamodb:GetItem",
      when: "before",
      times: 9,
    });
    const other = rig.gateway.inject({ action: "dynamodb:PutItem", when: "before", times: 9 });
    await get(CLERK);
    takeBack();
    other();
    await expect(get(STRANGER)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});
