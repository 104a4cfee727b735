import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll } from "vitest";
import { type DataStores, dataMap } from "../../functions/data-map/data-map.ts";
import type { HeldItem, Holder } from "../../functions/data-map/holder.ts";
import { SubjectId } from "../../functions/policy/data-subject.ts";
import type { LegalHold } from "../../functions/policy/legal-hold.ts";
import { Reference } from "../../functions/policy/reference.ts";
import { dueOn } from "../../functions/policy/retention-schedule.ts";
import type { CountedDatabase } from "../../functions/records/database.ts";
import { digestOf, newReference } from "../../functions/records/secrets.ts";
import { loadTemplate } from "../../infra/local/template.ts";
import { given } from "../given.ts";
import { type Rig, startRig } from "../infra/local/gateway-rig.ts";

export type Row = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

export const NOW = Temporal.Instant.from("2026-11-22T12:00:00Z");
const LAST_YEAR = "2025-11-22T12:00:00.000Z";
/** DynamoDB Local deletes what has expired by the real clock. */
const FAR = 4_102_444_800;

type TableName = "records" | "fleeting" | "keys" | "audit" | "aggregates";

/** The stack's own tables and buckets on the emulators, counted by the gateway. */
export interface Stores extends DataStores {
  readonly database: CountedDatabase;
  readonly rig: Rig;
  readonly holders: readonly Holder[];
  holder(name: string): Holder;
  put(table: TableName, rows: readonly Row[]): Promise<void>;
  putObject(bucket: "attachments" | "exports", key: string): Promise<void>;
  rows(table: TableName): Promise<Row[]>;
  /** What AWS did since the last `gateway.clear()`; S3's emulator fails now and then when it deletes two at once. */
  actions(): string[];
}

export function givenStores(): () => Stores {
  let stores: Stores;
  beforeAll(async () => {
    stores = await start();
  });
  afterAll(() => stores.rig.end());
  return () => stores;
}

async function start(): Promise<Stores> {
  const template = loadTemplate(given.assembly().template, {
    region: "eu-central-1",
    account: "000000000000",
    siteUrl: "http://127.0.0.1",
  });
  const rig = await startRig(template);
  const as = { ...rig.clientAs("operator"), maxAttempts: 3 };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(as), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const nameOf = (prefix: string, type: string) => template.nameOf(template.find(prefix, type).logicalId);
  const table = (name: string) => nameOf(`Stores${name}`, "AWS::DynamoDB::Table");
  const bucket = (name: string) => ({
    client: new S3Client({ ...as, forcePathStyle: true }),
    bucket: nameOf(`Stores${name}`, "AWS::S3::Bucket"),
  });
  const database: CountedDatabase = {
    client,
    records: table("Records"),
    keys: table("Keys"),
    fleeting: table("Fleeting"),
    audit: table("Audit"),
    aggregates: table("Aggregates"),
  };
  const stores = { database, attachments: bucket("Attachments"), exports: bucket("Exports") };
  const holders = dataMap(stores);
  return {
    ...stores,
    rig,
    holders,
    holder(name) {
      const found = holders.find((one) => one.describe().name === name);
      if (found === undefined) throw new Error(`no holder ${name}`);
      return found;
    },
    async put(name, rows) {
      for (let i = 0; i < rows.length; i += 25) {
        const batch = rows.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
        await client.send(new BatchWriteCommand({ RequestItems: { [database[name]]: batch } }));
      }
    },
    async putObject(name, Key) {
      const { client: s3, bucket: Bucket } = stores[name];
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: "sealed" }));
    },
    async rows(name) {
      const rows: Row[] = [];
      const pages = paginateScan({ client }, { TableName: database[name], ConsistentRead: true });
      for await (const { Items = [] } of pages) rows.push(...(Items as Row[]));
      return rows.sort((one, other) => (`${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1));
    },
    actions: () => rig.gateway.calls.filter(({ status }) => status < 500).map(({ action }) => action),
  };
}

export const newSubject = (): SubjectId =>
  SubjectId.parse([...randomBytes(26)].map((byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte % 32]).join(""));

const under = (subject: SubjectId, sk: string, attributes: object): Row => ({
  pk: `subject#${subject}`,
  sk,
  ...attributes,
});

/** Rows as the flows write them, as far as anybody here looks at them. */
export const row = {
  submission: (subject: SubjectId, more: object = {}, reference = newReference()): Row =>
    under(subject, `submission#${reference}`, {
      ...{ reference, form: "contact", status: "confirmed", receivedAt: LAST_YEAR, consents: [] },
      ...{
        attachments: [],
        sealed: "sealed",
        retention: "contact",
        ...dueOn(Temporal.PlainDate.from("2027-11-23"), "contact", reference),
        ...more,
      },
    }),
  consent: (subject: SubjectId, reference = newReference()): Row =>
    under(subject, `consent#${reference}#newsletter`, {
      ...{ reference, form: "newsletter", name: "newsletter", wording: "Yes.", givenAt: LAST_YEAR },
    }),
  request: (subject: SubjectId, more: object = {}, reference = newReference()): Row =>
    under(subject, `request#${reference}`, {
      ...{ reference, right: "erase", status: "completed", receivedAt: LAST_YEAR, dueBy: "2025-12-22" },
      ...{ sealed: "sealed", ...more },
    }),
  outbox: (subject: SubjectId, reference = newReference()): Row =>
    under(subject, `outbox#${reference}-received`, { reference, createdAt: LAST_YEAR, waiting: "letter" }),
  /** A verification, its lookup and its link. */
  verification: (subject: SubjectId, reference = newReference()): Row[] => [
    under(subject, `verification#${reference}`, { reference, subject, expires: FAR, browser: "digest" }),
    { pk: `reference#${reference}`, sk: "subject", subject, expires: FAR },
    token(subject, "verify", reference),
  ],
  statusToken: (subject: SubjectId): Row => token(subject, "status", newReference()),
  session: (subject: SubjectId): Row =>
    under(subject, `session#${digestOf(newReference())}`, { subject, about: "request#x", expires: FAR }),
  letterBudget: (subject: SubjectId): Row => under(subject, "budget#letters", { letters: [], version: 1 }),
};

const token = (subject: SubjectId, purpose: string, reference: Reference): Row =>
  under(subject, `token#${digestOf(newReference())}`, { purpose, reference, subject, expires: FAR });

export const referenceOf = ({ reference }: Row): Reference => Reference.parse(reference);

export const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

export const hold = (more: Partial<LegalHold> = {}): LegalHold => ({
  id: newReference(),
  scope: "everything",
  ground: "legal-claim",
  citation: "Regional Court, 3 O 17/26",
  until: "2027-06-01",
  placedAt: "2026-11-01T09:00:00Z",
  placedBy: "counsel",
  ...more,
});

export async function collected(holder: Holder, subject: SubjectId): Promise<HeldItem[]> {
  const items: HeldItem[] = [];
  for await (const page of holder.collect(subject)) items.push(...page.items);
  return items;
}
