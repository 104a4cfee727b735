import { tmpdir } from "node:os";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../../infra/local/gateway.ts";
import { fixtureTemplate } from "./fixture-stack.ts";

const template = fixtureTemplate();
const NOBODY_LISTENS = "http://127.0.0.1:1";
const backends = { dynamodb: NOBODY_LISTENS, ses: NOBODY_LISTENS, s3: NOBODY_LISTENS };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ port: 0, template, backends, data: tmpdir() });
});
afterAll(() => gateway.close());

/** One failing call of each protocol: its error as the SDK understands it. */
async function failures(accessKeyId: string): Promise<string[]> {
  const credentials = { accessKeyId, secretAccessKey: "local" };
  const settings = { endpoint: gateway.url, region: template.region, maxAttempts: 1, credentials };
  const RawMessage = { Data: Buffer.from("From: a@example.org\r\n\r\n") };
  const outcomes = await Promise.allSettled([
    new DynamoDBClient(settings).send(new ListTablesCommand()),
    new SESClient(settings).send(new SendRawEmailCommand({ RawMessage })),
    new S3Client(settings).send(new ListBucketsCommand()),
  ]);
  return outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.name : "fulfilled"));
}

function post(service: string, body: string, caller = "operator"): Promise<Response> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${caller}/20280101/eu-central-1/${service}/aws4_request`;
  return fetch(gateway.url, {
    method: "POST",
    headers: { authorization, "x-amz-target": "X.Something" },
    body,
  });
}

describe("the gateway, in the words of each service,", () => {
  test("answers for an emulator that is down as AWS does for a service that is not available", async () => {
    expect(await failures("operator")).toEqual(Array(3).fill("ServiceUnavailable"));
  });

  test("refuses an access key that no function has", async () => {
    expect(await failures("Nobody")).toEqual([
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "InvalidAccessKeyId",
    ]);
  });

  test("says what this machine does not have", async () => {
    const answer = await post("polly", "{}");
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("has no polly:Something"),
    ]);
  });

  test.each(["{", "", "null", "[]", '"text"'])("survives the body %j", async (body) => {
    for (const service of ["dynamodb", "kms", "secretsmanager", "ses", "s3"]) {
      expect((await post(service, body)).status).toBeGreaterThanOrEqual(400);
    }
  });

  test("refuses a request without a signature", async () => {
    expect((await fetch(gateway.url, { method: "POST" })).status).toBe(403);
  });

  test("gives credentials to the functions of the template only", () => {
    expect(() => gateway.credentialsFor("Nobody")).toThrow("Nobody is no function of the template");
  });
});

test("a gateway on a taken port does not start", async () => {
  const port = Number(new URL(gateway.url).port);
  const second = startGateway({ port, template, backends, data: tmpdir() });
  await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
});
