import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { checkChains } from "../../functions/records/audit-walk.ts";
import { historyOf } from "../../functions/records/history.ts";
import type { RightsRequest } from "../../functions/records/items.ts";
import * as keys from "../../functions/records/keys.ts";
import { justNote, noteAct } from "../../functions/records/note-act.ts";
import type { RequestKey } from "../../functions/records/requests.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { now, somebody, tables } from "./given.ts";

const database = tables();

async function request(): Promise<RequestKey> {
  const key = { subject: somebody(), reference: newReference() };
  const item: RightsRequest = {
    reference: key.reference,
    right: "erase",
    regime: "eu",
    status: "completed",
    receivedAt: "2046-01-01T00:00:00.000Z",
    dueBy: "2046-02-01",
    citation: "GDPR 12(3)",
    noticeVersion: "2021-12-10",
  };
  const Item = { pk: keys.subject(key.subject), sk: keys.request(key.reference), ...item };
  await database.client.send(new PutCommand({ TableName: database.records, Item }));
  return key;
}

const note = (key: RequestKey, what: string) =>
  noteAct(database, key, { what, by: "tess" }, now, justNote(database));

async function notes(key: RequestKey, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) await note(key, `act ${i}`);
}

async function brokenOf({ reference }: RequestKey) {
  return (await everything()).find((chain) => chain.reference === reference)?.broken;
}

async function everything() {
  const chains = [];
  let from: string | undefined;
  do {
    const page = await checkChains(database, from, "2046-01-01");
    chains.push(...page.chains);
    from = page.next;
  } while (from !== undefined);
  return chains;
}

const dropEvent = ({ reference }: RequestKey, sequence: number) =>
  database.client.send(
    new DeleteCommand({ TableName: database.audit, Key: { pk: `request#${reference}`, sequence } }),
  );

describe("what the staff did", () => {
  test("is one event each, however many come at once", async () => {
    const key = await request();
    await Promise.all(Array.from({ length: 4 }, (_, i) => note(key, `act ${i}`)));
    const history = await historyOf(database, key.reference);
    expect(history.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(history[0]?.subject).toBe(key.subject);
    expect(await brokenOf(key)).toBeUndefined();
  });

  test("goes on behind the end of the history where a restore took the request back", async () => {
    const key = await request();
    await notes(key, 3);
    await database.client.send(
      new UpdateCommand({
        TableName: database.records,
        Key: { pk: keys.subject(key.subject), sk: keys.request(key.reference) },
        UpdateExpression: "REMOVE auditSequence, auditHash",
      }),
    );
    expect((await brokenOf(key))?.what).toBe("longer than its head");
    await note(key, "replay started");
    expect((await historyOf(database, key.reference)).map(({ what }) => what).at(-1)).toBe("replay started");
    expect(await brokenOf(key)).toBeUndefined();
  });

  test("does not hide that the history before it was cut", async () => {
    const key = await request();
    await notes(key, 3);
    await dropEvent(key, 3);
    await note(key, "and on");
    expect(await brokenOf(key)).toEqual({ sequence: 3, what: "missing" });
  });

  test("is kept where the request itself is gone", async () => {
    const key = { subject: somebody(), reference: newReference() };
    await notes(key, 2);
    expect(await historyOf(database, key.reference)).toHaveLength(2);
    expect(await brokenOf(key)).toBeUndefined();
  });
});

test("every history is checked once, also those that lie across two pages", async () => {
  const before = await everything();
  const all = await Promise.all(Array.from({ length: 50 }, request));
  await Promise.all(all.map((key) => notes(key, 5)));

  const after = await everything();

  expect(after).toHaveLength(before.length + 50);
  expect(new Set(after.map(({ reference }) => reference)).size).toBe(after.length);
  for (const { reference } of all)
    expect(after.find((chain) => chain.reference === reference)).toMatchObject({
      events: 5,
      broken: undefined,
    });
});
