import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { canonicalAddress } from "../../functions/policy/data-subject.ts";
import { attachmentKey, putAttachment } from "../../functions/records/attachments.ts";
import { bundleFacts } from "../../functions/records/bundles.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { placeOf, sealJson, Vault } from "../../functions/records/vault.ts";
import type { LocalStack } from "../../infra/local/local-stack.ts";
import { storedKey } from "../records/stored-key.ts";

/** Somebody with two files and as many records as are sent, under the key that the stack has for them. */
export async function somebody({ gateway }: LocalStack, env: Readonly<Record<string, string>>) {
  const as = {
    endpoint: gateway.url,
    region: "eu-central-1",
    credentials: gateway.credentialsFor("operator"),
  };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(as));
  const { RECORDS_TABLE = "", KEYS_TABLE = "", FLEETING_TABLE = "", ATTACHMENTS_BUCKET = "" } = env;
  const { SecretString = "" } = await new SecretsManagerClient(as).send(
    new GetSecretValueCommand({ SecretId: env.VAULT_KEY_SECRET }),
  );
  const vault = new Vault(SecretString);
  const address = canonicalAddress("everything@example.org");
  if (address === undefined) throw new Error("not an address");
  const subject = vault.subjectId(address);
  const database = { client, records: RECORDS_TABLE, keys: KEYS_TABLE, fleeting: FLEETING_TABLE };
  const { key } = await storedKey(database, vault, subject);
  const pk = keys.subject(subject);
  const receivedAt = new Date().toISOString();
  const noted = { receivedAt, noticeVersion: "2026-01-01" };

  const submission = async () => {
    const reference = newReference();
    // Half of it random, so that the copy does not shrink to nothing.
    const message = `${randomBytes(120).toString("base64")} ${"How much does this cost? ".repeat(8)}`;
    const answers = { email: address, name: "Everything", message };
    return {
      ...{
        pk,
        sk: keys.submission(reference),
        reference,
        form: "contact",
        title: "Contact us",
        status: "confirmed",
      },
      ...{
        purpose: "To answer you.",
        lawfulBasis: "legitimate-interest",
        retention: "contact",
        consents: [],
      },
      ...{ attachments: [], sealed: await sealJson(key, placeOf(reference, "answers"), answers), ...noted },
    };
  };
  const store = { client: new S3Client({ ...as, forcePathStyle: true }), bucket: ATTACHMENTS_BUCKET };
  for (const field of ["cv", "coverLetter"]) {
    const reference = newReference();
    const owner = { dataKey: key, reference, field };
    await putAttachment(store, attachmentKey(subject, reference, field), owner, randomBytes(3 * 2 ** 20));
  }
  let asked = newReference();
  return {
    async send(count: number): Promise<void> {
      const batch = async (): Promise<void> => {
        const items = await Promise.all(Array.from({ length: 25 }, submission));
        const requests = items.map((Item) => ({ PutRequest: { Item } }));
        await client.send(new BatchWriteCommand({ RequestItems: { [RECORDS_TABLE]: requests } }));
      };
      for (let sent = 0; sent < count; sent += 100) await Promise.all([batch(), batch(), batch(), batch()]);
    },
    async sizeOfCopy(): Promise<number> {
      return (await bundleFacts({ ...store, bucket: env.EXPORTS_BUCKET ?? "" }, subject, asked))?.bytes ?? 0;
    },
    /** A request for a copy that is verified, and nothing that starts a machine. */
    async ask(): Promise<object> {
      const reference = newReference();
      asked = reference;
      const sealed = await sealJson(key, placeOf(reference, "identity"), { email: address });
      const request = {
        reference,
        right: "access",
        regime: "eu",
        status: "in-progress",
        citation: "GDPR 12(3)",
      };
      const Item = {
        pk,
        sk: keys.request(reference),
        ...request,
        ...noted,
        dueBy: receivedAt.slice(0, 10),
        sealed,
      };
      await client.send(new PutCommand({ TableName: RECORDS_TABLE, Item }));
      return { request: reference, subject };
    },
  };
}
