import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, expect, test } from "vitest";
import { collect } from "../../functions/export/collect.ts";
import { discard } from "../../functions/export/discard.ts";
import { deleteObjects } from "../../functions/records/objects.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores, newSubject, referenceOf, row } from "../data-map/given.ts";
import {
  collectAll,
  collectedItems,
  exporterOf,
  HOUR,
  manySubmissions,
  messagesOf,
  objectsOf,
  type Person,
  pagesAtATime,
  somebody,
} from "./given.ts";

const stores = givenStores();
let ann: Person;
beforeEach(async () => {
  ann = await somebody(stores());
});

const messages = (person: Person) => messagesOf(stores(), person);
const many = (person: Person, count: number) => manySubmissions(stores(), person, count);

test("everything of a person is collected, sealed, and nothing of anybody else", async () => {
  const bob = await somebody(stores());
  const reference = newReference();
  const attachments = [
    { field: "cv", mediaType: "application/pdf", bytes: 3, key: `${ann.subject}/${reference}/cv` },
  ];
  await stores().put("records", [
    await ann.submission({ message: "ann's" }),
    await ann.submission({ cv: "cv.pdf" }, { form: "job-application", attachments }, reference),
    await bob.submission({ message: "bob's" }),
    row.consent(ann.subject),
    row.outbox(bob.subject),
  ]);
  await ann.file(reference, "cv", Buffer.from("pdf"));
  expect(await collectAll(ann.run, exporterOf(stores()))).toEqual({
    ...ann.run,
    ...{ more: false, missing: 0, incomplete: false, unread: "" },
  });
  const { collected, items } = await collectedItems(stores(), ann);
  expect(items.map(({ category }) => category).sort()).toEqual([
    ...["attachments", "consents", "contact", "job-application", "rights-requests"],
  ]);
  const name = `attachments/${reference}-1.pdf`;
  expect(collected.files).toEqual([
    {
      reference,
      name,
      mediaType: "application/pdf",
      bytes: 3,
      holder: "attachments",
      key: `${reference}/cv`,
    },
  ]);
  expect(items.find(({ file }) => file !== undefined)?.fields["record:file"]).toBe(name);
  expect(collected.columns.contact?.slice(0, 3)).toEqual(["email", "message", "record:title"]);
  expect(collected.latest.contact).toBe("2025-11-22T12:00:00.000Z");
  expect(JSON.stringify(items)).not.toContain("bob's");
  for (const [key, object] of await objectsOf(stores(), ann.subject)) {
    expect(key).toMatch(new RegExp(`^${ann.run.request}/work/`));
    expect(object.toString()).not.toContain("ann's");
  }
});

test("cut after any page it goes on where it was, each thing once", async () => {
  const rows = await many(ann, 330);
  let calls = 0;
  const remaining = pagesAtATime(2);
  const exporter = exporterOf(stores());
  for (let more = true; more; calls += 1) ({ more } = await collect(ann.run, exporter, remaining));
  expect(calls).toBeGreaterThan(3);
  expect(await messages(ann)).toHaveLength(330);
  const { items } = await collectedItems(stores(), ann);
  const submissions = items.filter(({ category }) => category === "contact");
  expect(submissions.map(({ reference }) => reference).sort()).toEqual(rows.map(referenceOf).sort());
});

test("a call that ended before it could say how far it was is done again, to the same end", async () => {
  await many(ann, 250);
  const exporter = exporterOf(stores());
  await collect(ann.run, exporter, pagesAtATime(4));
  const before = await objectsOf(stores(), ann.subject);
  await collectAll(ann.run, exporter);
  const whole = await messages(ann);
  // As if the calls after the first had left their segments and never written down that they had.
  const { client, bucket } = stores().exports;
  const [key, Body] = [...before].find(([one]) => one.endsWith("collected.json")) ?? [];
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${ann.subject}/${key}`, Body }));
  await collectAll(ann.run, exporter);
  expect(await messages(ann)).toEqual(whole);
});

test("a record that is erased while it is collected does no harm", async () => {
  const rows = await many(ann, 250);
  const exporter = exporterOf(stores());
  await collect(ann.run, exporter, pagesAtATime(7));
  const sorted = rows.toSorted((one, other) => (one.sk < other.sk ? -1 : 1));
  // The last of the page that was read, and the first of the next.
  for (const { pk, sk } of sorted.slice(99, 101))
    await stores().database.client.send(
      new DeleteCommand({ TableName: stores().database.records, Key: { pk, sk } }),
    );
  expect(await collectAll(ann.run, exporter)).toMatchObject({ more: false, missing: 0 });
  expect((await messages(ann)).length).toBeGreaterThanOrEqual(248);
});

test("from a date on, what is older is left out and what has no date stays", async () => {
  const person = await somebody(stores(), "access", { since: "2026-02-01" });
  await stores().put("records", [
    await person.submission({ message: "old" }, { receivedAt: "2026-01-31T23:59:59.999Z" }),
    await person.submission({ message: "new" }, { receivedAt: "2026-02-01T00:00:00.000Z" }),
  ]);
  await stores().put("fleeting", [row.letterBudget(person.subject)]);
  await collectAll(person.run, exporterOf(stores()));
  expect(await messages(person)).toEqual(["new"]);
  const { items } = await collectedItems(stores(), person);
  expect(items.map(({ category }) => category)).toContain("fleeting");
});

test("portability is what the person provided, without what we noted beside it", async () => {
  const person = await somebody(stores(), "portability");
  await stores().put("records", [await person.submission({ message: "mine" }), row.outbox(person.subject)]);
  await collectAll(person.run, exporterOf(stores()));
  const { items } = await collectedItems(stores(), person);
  expect(items.every(({ provided }) => provided)).toBe(true);
  expect(items.find(({ category }) => category === "contact")?.fields).toEqual({
    ...{ email: "ann@example.org", message: "mine" },
  });
});

test.each(["confirm", "know-categories"])(
  "%s opens nothing and keeps no record, only how many",
  async (right) => {
    const person = await somebody(stores(), right);
    await stores().put("records", [await person.submission({ message: "mine" })]);
    await collectAll(person.run, exporterOf(stores()));
    const objects = await objectsOf(stores(), person.subject);
    expect([...objects.keys()]).toEqual([`${person.run.request}/work/collected.json`]);
  },
);

test("a request that was cancelled, a person who is being erased or is gone: it stops", async () => {
  const stopped = { more: false, stopped: true };
  const cancelled = await somebody(stores(), "access", {}, { status: "cancelled" });
  expect(await collect(cancelled.run, exporterOf(stores()), HOUR)).toMatchObject(stopped);
  await stores().put("records", [
    { pk: `subject#${ann.subject}`, sk: "tombstone", request: newReference(), since: "2026-11-22T12:00:00Z" },
  ]);
  expect(await collect(ann.run, exporterOf(stores()), HOUR)).toMatchObject(stopped);
  const nobody = { subject: newSubject(), request: newReference() };
  expect(await collect(nobody, exporterOf(stores()), HOUR)).toMatchObject(stopped);
});

test("what was collected for nothing is discarded, and nothing else", async () => {
  await many(ann, 3);
  await collectAll(ann.run, exporterOf(stores()));
  const other = `${newReference()}/bundle.zip`;
  await stores().putObject("exports", `${ann.subject}/${other}`);
  for (let times = 0; times < 2; times += 1) await discard(ann.run, exporterOf(stores()));
  expect([...(await objectsOf(stores(), ann.subject)).keys()]).toEqual([other]);
  await deleteObjects(stores().exports, ann.subject, [other]);
});

test("a copy that was handed over is not discarded", async () => {
  const person = await somebody(stores(), "access", {}, { status: "completed" });
  const key = `${person.run.request}/bundle.zip`;
  await stores().putObject("exports", `${person.subject}/${key}`);
  await discard(person.run, exporterOf(stores()));
  expect([...(await objectsOf(stores(), person.subject)).keys()]).toEqual([key]);
});
