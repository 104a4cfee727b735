import { createHash, createPublicKey, verify } from "node:crypto";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../../infra/local/local-stack.ts";
import { synthesizeMachines } from "./machine-stack.ts";
import { temporaryFolder } from "./runtime-stack.ts";

const folder = temporaryFolder();
let stack: LocalStack;
beforeAll(async () => {
  const assembly = synthesizeMachines(folder.path);
  stack = await startLocalStack({ data: `${folder.path}/data`, assembly });
});
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

const settings = (caller = "operator") => ({
  endpoint: stack.gateway.url,
  region: stack.template.region,
  credentials: stack.gateway.credentialsFor(caller),
  maxAttempts: 1,
  forcePathStyle: true,
});
const functionNamed = (prefix: string) => stack.template.find(prefix, "AWS::Lambda::Function").logicalId;

describe("a function called through the API of Lambda", () => {
  const invoke = async (event: unknown, caller = "operator", options: object = {}) => {
    const FunctionName = stack.template.arnOf(functionNamed("Step"));
    const Payload = Buffer.from(JSON.stringify(event));
    const command = new InvokeCommand({ FunctionName, Payload, ...options });
    const answer = await new LambdaClient(settings(caller)).send(command);
    return { ...answer, result: Buffer.from(answer.Payload ?? []).toString() };
  };

  it("answers with its result, or with the error it threw", async () => {
    const fine = await invoke({ step: "ask", run: { id: "1" } });
    expect([fine.StatusCode, fine.FunctionError, fine.result]).toEqual([200, undefined, '"asked"']);
    const failed = await invoke({ step: "refuse", run: { id: "1" } });
    expect([failed.StatusCode, failed.FunctionError]).toEqual([200, "Unhandled"]);
    expect(JSON.parse(failed.result)).toMatchObject({ errorType: "NotForUs", errorMessage: "not 1" });
  });

  it("is called later where nobody waits for it", async () => {
    const { StatusCode } = await invoke({ step: "ask", run: { id: "later" } }, "operator", {
      InvocationType: "Event",
    });
    expect(StatusCode).toBe(202);
    await expect.poll(() => stack.logs()).toContain('"run":{"id":"later"}');
  });

  it("is called by a function whose role allows it, and by no other", async () => {
    const target = functionNamed("Step");
    expect(await stack.invoke("Caller", { target })).toBe("asked");
    await expect(invoke({}, functionNamed("Step"))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("is not authorized to perform: lambda:InvokeFunction on resource"),
    });
    await expect(stack.invoke("Caller", { target: "Nobody" })).rejects.toThrow("AccessDenied");
  });
});

describe("a key that signs", () => {
  const message = Buffer.from("a receipt");
  const digest = createHash("sha256").update(message).digest();
  const ask = async () => {
    const KeyId = stack.template.arnOf(stack.template.find("SigningKey", "AWS::KMS::Key").logicalId);
    const kms = new KMSClient(settings());
    const { PublicKey = [] } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
    const sign = async (Message: Buffer, MessageType: "RAW" | "DIGEST", algorithm = "ECDSA_SHA_256") => {
      const SigningAlgorithm = algorithm as "ECDSA_SHA_256";
      const command = new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm });
      return Buffer.from((await kms.send(command)).Signature ?? []);
    };
    return { key, sign };
  };

  it("signs messages and digests so that its public key verifies them", async () => {
    const { key, sign } = await ask();
    expect(key.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    expect(verify("sha256", message, key, await sign(message, "RAW"))).toBe(true);
    // Often enough to see numbers of every length.
    for (let round = 0; round < 40; round++) {
      const signature = await sign(digest, "DIGEST");
      expect(verify("sha256", message, key, signature)).toBe(true);
      expect(verify("sha256", digest, key, signature)).toBe(false);
    }
  });

  it("refuses what it is not made for", async () => {
    const { sign } = await ask();
    await expect(sign(message, "RAW", "RSASSA_PSS_SHA_256")).rejects.toMatchObject({
      name: "InvalidKeyUsageException",
    });
    await expect(sign(message, "DIGEST")).rejects.toThrow("Digest is invalid length");
  });
});

describe("a bucket with Object Lock", () => {
  it("keeps every object as it was first written", async () => {
    const Bucket = stack.template.nameOf(stack.template.find("Ledger", "AWS::S3::Bucket").logicalId);
    const s3 = new S3Client(settings());
    const at = { Bucket, Key: "2028/01/a b&c" };
    await s3.send(new PutObjectCommand({ ...at, Body: "first" }));
    await expect(s3.send(new PutObjectCommand({ ...at, Body: "second" }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await expect(
      s3.send(new PutObjectCommand({ ...at, Body: "second", IfNoneMatch: "*" })),
    ).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(s3.send(new DeleteObjectCommand(at))).rejects.toMatchObject({ name: "AccessDenied" });
    const { Errors, Deleted } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: at.Key }] } }),
    );
    expect([Errors, Deleted]).toEqual([
      [expect.objectContaining({ Key: at.Key, Code: "AccessDenied" })],
      undefined,
    ]);
    const { Body } = await s3.send(new GetObjectCommand(at));
    expect(await Body?.transformToString()).toBe("first");
    expect((await s3.send(new HeadObjectCommand(at))).ContentLength).toBe(5);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "2028/" }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([at.Key]);
  });
});
