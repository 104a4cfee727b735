import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, inject, vi } from "vitest";
import { canonicalAddress, type SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { type AuditedDatabase, openAudited } from "../../functions/records/database.ts";
import type { OutboxEntry, Submission, Verification } from "../../functions/records/items.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { Vault } from "../../functions/records/vault.ts";
import type { Child } from "../../infra/local/child-process.ts";
import { startDynamoDbLocal } from "../../infra/local/dynamodb-local.ts";
import { provision } from "../../infra/local/provision.ts";
import { loadTemplate } from "../../infra/local/template.ts";

export const vault = new Vault("a vault key for tests: letters, digits and nothing secret 1234567");

/** Frozen, and years from today: DynamoDB Local too deletes what has expired by the real clock. */
export const now = Temporal.Instant.from("2046-03-01T12:00:00Z");
export const nowInSeconds = now.epochMilliseconds / 1000;

let people = 0;

/** Somebody whom no other test knows. */
export function somebody(): SubjectId {
  people += 1;
  const address = canonicalAddress(`somebody.${people}@example.org`);
  if (address === undefined) throw new Error("not an address");
  return vault.subjectId(address);
}

/** The tables of the stack, empty, in DynamoDB Local, for the tests of one file. */
export function tables(): AuditedDatabase {
  const database: { -readonly [name in keyof AuditedDatabase]?: AuditedDatabase[name] } = {};
  let emulator: Child | undefined;
  const data = mkdtempSync(join(tmpdir(), "habeas-tables-"));
  beforeAll(async () => {
    mkdirSync(join(data, "logs"));
    emulator = await startDynamoDbLocal(data);
    const url = `http://127.0.0.1:${emulator.port}`;
    const template = loadTemplate(tablesOfTheStack(), { region: "eu-central-1", account: "000000000000" });
    await provision(template, { dynamodb: url, s3: "" }, data);
    vi.stubEnv("AWS_ENDPOINT_URL", url);
    vi.stubEnv("AWS_REGION", "eu-central-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    const nameOf = (name: string) => template.nameOf(template.find(`Stores${name}`, TABLE).logicalId);
    Object.assign(
      database,
      openAudited({
        RECORDS_TABLE: nameOf("Records"),
        KEYS_TABLE: nameOf("Keys"),
        FLEETING_TABLE: nameOf("Fleeting"),
        AUDIT_TABLE: nameOf("Audit"),
      }),
    );
  });
  afterAll(async () => {
    database.client?.destroy();
    await emulator?.stop();
    rmSync(data, { recursive: true, force: true });
  });
  return database as AuditedDatabase;
}

const TABLE = "AWS::DynamoDB::Table";

function tablesOfTheStack() {
  const template = JSON.parse(readFileSync(join(inject("assembly"), "Habeas.template.json"), "utf8"));
  const resources = Object.entries<{ Type: string }>(template.Resources);
  return {
    Resources: Object.fromEntries(
      resources.filter(([, { Type }]) => Type === TABLE || Type === "AWS::KMS::Key"),
    ),
  };
}

/** Everything in a table about one person. */
export async function itemsOf(
  { client }: AuditedDatabase,
  TableName: string,
  subject: SubjectId,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true }))
    items.push(...(page.Items ?? []).filter(({ pk }) => pk === keys.subject(subject)));
  return items;
}

/** An unconfirmed contact form of somebody, as it is written. */
export function arrivalOf(subject: SubjectId, reference: Reference = newReference()) {
  const at = now.toString({ smallestUnit: "millisecond" });
  const about = keys.submission(reference);
  const item: Submission = {
    reference,
    form: "contact",
    title: "Contact",
    status: "unverified",
    receivedAt: at,
    purpose: "To answer",
    lawfulBasis: "legitimate-interest",
    retention: "unverified",
    noticeVersion: "2026-01-01",
    consents: [],
    attachments: [],
    sealed: "sealed",
    due: "2046-03-08",
    dueAs: "unverified",
    shard: "0",
  };
  const entry: OutboxEntry = {
    intent: `${reference}-confirm`,
    letter: "confirm-form",
    reference,
    about,
    createdAt: at,
    notBefore: at,
  };
  const verification: Verification = {
    reference,
    subject,
    about,
    proof: "link",
    letter: "confirm-form",
    browser: "digest",
    resent: 0,
  };
  return { subject, record: { sk: about, item }, entry, verification, network: "network" };
}
