import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { allow, fixtureTemplate, functionId } from "./fixture-stack.ts";
import { type Rig, startRig } from "./gateway-rig.ts";

const template = fixtureTemplate({
  grant({ clerk, bucket, key }) {
    clerk.addToRolePolicy(
      allow(["s3:PutObject", "s3:GetObject", "s3:DeleteObject"], [bucket.arnForObjects("mine/*")]),
    );
    clerk.addToRolePolicy(allow(["s3:ListBucket"], [bucket.bucketArn]));
    clerk.addToRolePolicy(allow(["kms:Decrypt", "kms:GenerateDataKey"], [key.keyArn]));
  },
});
const CLERK = functionId(template, "Clerk");
const Bucket = template.nameOf(template.find("Exports", "AWS::S3::Bucket").logicalId);
const MEBIBYTE = 1024 * 1024;

let rig: Rig;
let clerk: S3Client;
beforeAll(async () => {
  rig = await startRig(template);
  clerk = new S3Client(rig.clientAs(CLERK));
}, 60_000);
afterAll(() => rig.end());
beforeEach(() => rig.gateway.clear());

const content = async (Key: string) => {
  const { Body } = await clerk.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

describe("objects through the gateway", () => {
  test.each(["mine/a.txt", "mine/ä ö+%2F.txt", "mine/deep/er/c"])(
    "come back as they went, under %s",
    async (Key) => {
      await clerk.send(new PutObjectCommand({ Bucket, Key, Body: "Grüße", ContentType: "text/plain" }));
      expect((await content(Key)).toString()).toBe("Grüße");
      expect(rig.gateway.calls.map(({ action, permissions }) => [action, permissions])).toEqual([
        ["s3:PutObject", ["s3:PutObject", "kms:GenerateDataKey"]],
        ["s3:GetObject", ["s3:GetObject", "kms:Decrypt"]],
      ]);
    },
  );

  test("are listed page by page", async () => {
    for (const name of ["x", "y", "z"])
      await clerk.send(new PutObjectCommand({ Bucket, Key: `mine/pages/${name}`, Body: name }));
    const listed: string[][] = [];
    let StartAfter: string | undefined;
    do {
      const page = await clerk.send(
        new ListObjectsV2Command({ Bucket, Prefix: "mine/pages/", MaxKeys: 2, StartAfter }),
      );
      listed.push((page.Contents ?? []).map(({ Key = "" }) => Key.slice(-1)));
      StartAfter = page.IsTruncated === true ? page.Contents?.at(-1)?.Key : undefined;
    } while (StartAfter !== undefined);
    expect(listed).toEqual([["x", "y"], ["z"]]);
  });

  test("come back whole when they are streamed, without the frames of their transfer", async () => {
    const bytes = randomBytes(3 * MEBIBYTE + 17);
    const pieces = Array.from({ length: 4 }, (_, part) =>
      bytes.subarray(part * MEBIBYTE, (part + 1) * MEBIBYTE),
    );
    const put = new PutObjectCommand({
      Bucket,
      Key: "mine/streamed",
      Body: Readable.from(pieces),
      ContentLength: bytes.length,
    });
    await clerk.send(put);
    expect((await content("mine/streamed")).equals(bytes)).toBe(true);
  });

  test("come back whole when they were uploaded in parts", async () => {
    const Key = "mine/parts";
    const bytes = randomBytes(6 * MEBIBYTE);
    const { UploadId } = await clerk.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts = [];
    for (const [index, Body] of [bytes.subarray(0, 5 * MEBIBYTE), bytes.subarray(5 * MEBIBYTE)].entries()) {
      const PartNumber = index + 1;
      const { ETag } = await clerk.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    await clerk.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect((await content(Key)).equals(bytes)).toBe(true);
  });

  test("are listed and deleted together, each by its own permission", async () => {
    for (const Key of ["mine/1&1", "mine/2"])
      await clerk.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const list = async () => {
      const { Contents = [] } = await clerk.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map((one) => one.Key);
    };
    const remove = (...keys: string[]) =>
      clerk.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));
    await expect(remove("mine/2", "foreign/3")).rejects.toThrow(
      `s3:DeleteObject on resource: arn:aws:s3:::${Bucket}/foreign/3`,
    );
    expect(await list()).toContain("mine/2");
    await remove("mine/1&1", "mine/2");
    expect(await list()).not.toContain("mine/2");
    expect(await list()).not.toContain("mine/1&1");
  });

  test("are listed page by page, each once, however many there are", async () => {
    const keys = Array.from({ length: 25 }, (_, n) => `mine/page/${String(n).padStart(2, "0")}`);
    for (const Key of keys) await clerk.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const pages = paginateListObjectsV2({ client: clerk, pageSize: 10 }, { Bucket, Prefix: "mine/page/" });
    const listed: (string | undefined)[][] = [];
    for await (const { Contents = [] } of pages) listed.push(Contents.map(({ Key }) => Key));
    expect(listed.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(listed.flat()).toEqual(keys);
  });

  test("are out of reach where the role does not allow them", async () => {
    const put = clerk.send(new PutObjectCommand({ Bucket, Key: "foreign/a", Body: randomBytes(MEBIBYTE) }));
    await expect(put).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
  });
});

describe("a presigned link", () => {
  const link = (signedAt: Date, Key: string) => {
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${CLERK}/20280101/eu-central-1/s3/aws4_request`,
      "X-Amz-Date": signedAt.toISOString().replace(/[-:]|\.\d+/g, ""),
      "X-Amz-Expires": "300",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "0",
      "response-content-disposition": "attachment",
    });
    return `${rig.gateway.url}/${Bucket}/${Key}?${query}`;
  };

  test("opens within its time what its signer may read, with the headers it asks for", async () => {
    await clerk.send(new PutObjectCommand({ Bucket, Key: "mine/bundle", Body: "data" }));
    const answer = await fetch(link(new Date(), "mine/bundle"));
    expect(await answer.text()).toBe("data");
    expect(answer.headers.get("content-disposition")).toBe("attachment");
  });

  test("opens nothing after its time, nor what its signer may not read", async () => {
    const tooLate = await fetch(link(new Date(Date.now() - 301_000), "mine/bundle"));
    expect([tooLate.status, await tooLate.text()]).toEqual([
      403,
      expect.stringContaining("Request has expired"),
    ]);
    expect((await fetch(link(new Date(), "foreign/a"))).status).toBe(403);
  });
});
