import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../../infra/local/local-stack.ts";
import type { Assembly } from "../../../infra/local/synthesize.ts";
import { synthesizeRuntimeStack, temporaryFolder } from "./runtime-stack.ts";

const folder = temporaryFolder();
const data = `${folder.path}/data`;
let assembly: Assembly;
let stack: LocalStack;

beforeAll(async () => {
  assembly = synthesizeRuntimeStack(folder.path);
  stack = await startLocalStack({ data, assembly });
});
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});
beforeEach(() => stack.gateway.clear());

async function write(...names: string[]): Promise<void> {
  const { url, credentialsFor } = stack.gateway;
  const client = new DynamoDBClient({
    endpoint: url,
    region: stack.template.region,
    credentials: credentialsFor("operator"),
  });
  const TableName = stack.template.nameOf(stack.template.find("Records", "AWS::DynamoDB::Table").logicalId);
  for (const name of names) {
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: "subject#1" }, sk: { S: name } } }));
  }
  client.destroy();
}

async function letters(): Promise<string[]> {
  const { emails } = (await (await fetch(`${stack.inboxUrl}/store`)).json()) as {
    emails: { subject: string }[];
  };
  return emails.map(({ subject }) => subject);
}

const sends = () => stack.gateway.calls.filter(({ action }) => action === "ses:SendEmail");

describe("the stream of a table", () => {
  it("brings what the filter lets through to the function, in order and once", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `outbox#${String(index).padStart(2, "0")}`);
    await write("note#1", ...names, "consent#1");
    await stack.settled();
    expect(await letters()).toEqual(names);
    // Written a second time it is a MODIFY, which the filter leaves out.
    await write("outbox#00");
    await stack.settled();
    expect(await letters()).toEqual(names);
  });

  it("carries what an HTTP request wrote", async () => {
    await fetch(`${stack.url}/records`, {
      method: "POST",
      body: "outbox#web",
      headers: { "content-type": "text/plain" },
    });
    await stack.settled();
    expect(await letters()).toContain("outbox#web");
  });

  it("is handed over again after a failure until the function succeeds", async () => {
    stack.gateway.inject({ caller: "Outbox", action: "ses:SendEmail", when: "before", times: 4 });
    await write("outbox#late");
    await stack.settled();
    expect((await letters()).filter((subject) => subject === "outbox#late")).toHaveLength(1);
    expect(sends().length).toBeGreaterThan(4);
    expect(stack.deadLetters()).toEqual([]);
  });

  it("gives up after the template's retries, tells the dead-letter queue where, and goes on", async () => {
    await write("outbox#poison");
    await stack.settled();
    expect(stack.deadLetters()).toMatchObject([
      {
        requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
        DDBStreamBatchInfo: { batchSize: 1 },
      },
    ]);
    expect(JSON.stringify(stack.deadLetters())).not.toContain("subject#1");
    await write("outbox#after");
    await stack.settled();
    expect(await letters()).toContain("outbox#after");
  });
});

describe("a schedule", () => {
  it("calls its function with the rule's input", async () => {
    await stack.runSchedules();
    expect(stack.logs()).toContain('{"handed":{"task":"send-waiting"}}');
  });
});

describe("a restart", () => {
  it("hands over what was written and not yet handed over when the stack crashed, and nothing else again", async () => {
    const before = await letters();
    stack.gateway.inject({ caller: "Outbox", action: "ses:SendEmail", when: "before", times: 1_000 });
    await write("outbox#crash");
    await stack.crash();
    stack = await startLocalStack({ data, assembly });
    await stack.settled();
    expect(await letters()).toEqual([...before, "outbox#crash"]);
  });

  it("keeps the letters of an orderly stop", async () => {
    const before = await letters();
    expect(before).not.toEqual([]);
    await stack.stop();
    stack = await startLocalStack({ data, assembly });
    await stack.settled();
    expect(await letters()).toEqual(before);
  });
});

describe("the data folder", () => {
  it("belongs to one stack at a time", async () => {
    await expect(startLocalStack({ data, assembly })).rejects.toThrow(/Another Habeas uses the data folder/);
  });
});
