import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBucketServer } from "../../../infra/local/bucket-server.ts";
import type { Child } from "../../../infra/local/child-process.ts";
import { startDynamoDbLocal } from "../../../infra/local/dynamodb-local.ts";
import { provision } from "../../../infra/local/provision.ts";
import { fixtureTemplate } from "./fixture-stack.ts";

const template = fixtureTemplate();
const TableName = template.nameOf(template.find("Records", "AWS::DynamoDB::Table").logicalId);
const bucket = template.nameOf(template.find("Exports", "AWS::S3::Bucket").logicalId);

let data: string;
let children: Child[];
let backends: { dynamodb: string; s3: string };

async function startEmulators(): Promise<void> {
  children = await Promise.all([startDynamoDbLocal(data), startBucketServer(data)]);
  const [dynamodb = "", s3 = ""] = children.map(({ port }) => `http://127.0.0.1:${port}`);
  backends = { dynamodb, s3 };
}
const stopEmulators = () => Promise.all(children.map((child) => child.stop()));

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "habeas-provision-"));
  mkdirSync(join(data, "logs"));
  await startEmulators();
  await provision(template, backends, data);
}, 60_000);
afterAll(async () => {
  await stopEmulators();
  rmSync(data, { recursive: true });
});

const secrets = () => readFileSync(join(data, "secrets.json"), "utf8");
const client = () =>
  new DynamoDBClient({
    endpoint: backends.dynamodb,
    region: template.region,
    credentials: { accessKeyId: "operator", secretAccessKey: "local" },
  });

describe("provisioning", () => {
  test("makes tables with keys, indexes, stream and expiry as the template says", async () => {
    const { Table } = await client().send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [{ IndexName: "due", Projection: { ProjectionType: "ALL" } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    });
    const { TimeToLiveDescription } = await client().send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: "expires", TimeToLiveStatus: "ENABLED" });
  });

  test("makes buckets", async () => {
    expect((await fetch(`${backends.s3}/${bucket}`, { method: "HEAD" })).status).toBe(200);
  });

  test("keeps secrets and key material from other users of the machine", () => {
    for (const file of ["secrets.json", "kms.json"]) {
      expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
    }
  });

  test("changes nothing when it runs again, also after a restart", async () => {
    const before = secrets();
    await provision(template, backends, data);
    await stopEmulators();
    await startEmulators();
    await provision(template, backends, data);
    expect(secrets()).toBe(before);
    expect((await fetch(`${backends.s3}/${bucket}`, { method: "HEAD" })).status).toBe(200);
  }, 60_000);

  test("says what to do when the data are of a stack with other indexes", async () => {
    const newer = fixtureTemplate({ secondIndex: true });
    await expect(provision(newer, backends, data)).rejects.toThrow(
      new RegExp(
        `^table ${TableName} in ${data} has other keys or indexes than the stack; delete that folder`,
      ),
    );
  });

  test.each(["secrets.json", "kms.json"])(
    "never makes a new %s for data that need the old one",
    async (name) => {
      const whole = readFileSync(join(data, name), "utf8");
      rmSync(join(data, name));
      await expect(provision(template, backends, data)).rejects.toThrow(/json is gone.*restore it/);
      writeFileSync(join(data, name), whole);
    },
  );

  test("never replaces a damaged secret, for what it protects could not be read again", async () => {
    const whole = secrets();
    writeFileSync(join(data, "secrets.json"), whole.slice(0, 10));
    await expect(provision(template, backends, data)).rejects.toThrow(/secrets\.json is damaged; restore it/);
    expect(secrets()).toBe(whole.slice(0, 10));
    writeFileSync(join(data, "secrets.json"), whole);
  });
});
