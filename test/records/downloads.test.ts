import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import {
  askForCode,
  endDownloadCode,
  judgeDownloadCode,
  setDownloadCode,
} from "../../functions/records/downloads.ts";
import * as keys from "../../functions/records/keys.ts";
import type { RequestKey } from "../../functions/records/requests.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { putTombstone } from "../../functions/records/tombstones.ts";
import { write } from "../../functions/records/transaction.ts";
import { itemsOf, now, nowInSeconds, somebody, tables } from "./given.ts";

const database = tables();
const aRequest = (): RequestKey => ({ subject: somebody(), reference: newReference() });
const minutes = (count: number) => now.add({ minutes: count });
const entries = async ({ subject }: RequestKey) =>
  (await itemsOf(database, database.records, subject)).map(({ sk }) => String(sk)).sort();
const set = (key: RequestKey, asking: string, codeDigest: string) =>
  setDownloadCode(database, key, { asking, codeDigest, expires: nowInSeconds + 600 });
const asking = async (key: RequestKey, minute = 0) => {
  await askForCode(database, key, minutes(minute));
  return `${key.reference}-download-${nowInSeconds + 60 * minute}`;
};

describe("asking for a code", () => {
  test("puts one letter into the outbox, however many ask at once", async () => {
    const key = aRequest();

    const asked = await Promise.all(Array.from({ length: 20 }, () => askForCode(database, key, now)));

    expect(asked.filter(({ outcome }) => outcome === "sent")).toHaveLength(1);
    expect(new Set(asked.map(({ outcome }) => outcome))).toEqual(new Set(["sent", "on-its-way"]));
    expect(await entries(key)).toEqual([`outbox#${key.reference}-download-${nowInSeconds}`]);
  });

  test("writes nothing for somebody of whom everything is being erased", async () => {
    const key = aRequest();
    await putTombstone(database, key.subject, newReference(), now);

    expect(await askForCode(database, key, now)).toEqual({ outcome: "erasing" });
    expect(await itemsOf(database, database.fleeting, key.subject)).toEqual([]);
  });

  test("is remembered for an hour", async () => {
    const key = aRequest();
    for (const minute of [0, 1, 2, 3, 4]) await asking(key, minute);

    expect(await askForCode(database, key, minutes(5))).toEqual({ outcome: "wait", seconds: 55 * 60 });
    expect(await askForCode(database, key, minutes(60))).toEqual({ outcome: "sent" });
  });
});

describe("the code of a letter", () => {
  test("is set for the newest asking only, and for none that nobody asked for", async () => {
    const key = aRequest();
    const first = await asking(key);
    const second = await asking(key, 1);

    expect(await set(key, first, "old")).toBe(false);
    expect(await set(key, second, "new")).toBe(true);
    expect(await judgeDownloadCode(database, key, "new", now)).toMatchObject({ outcome: "right" });
    expect(await set(aRequest(), first, "none")).toBe(false);
  });

  test("works once: it ends with the transaction that uses it, and its letter is not written again", async () => {
    const key = aRequest();
    const intent = await asking(key);
    await set(key, intent, "digest");
    const use = () => write(database.client, { code: endDownloadCode(database, key, "digest") });

    expect(await use()).toEqual({ outcome: "written" });
    expect(await use()).toEqual({ outcome: "refused", by: "code" });
    expect(await judgeDownloadCode(database, key, "digest", now)).toEqual({ outcome: "wrong" });
    expect(await set(key, intent, "again")).toBe(false);
  });

  test("is judged five times, however many guess at once; then its end can be written down, once", async () => {
    const key = aRequest();
    await set(key, await asking(key), "digest");

    const guesses = await Promise.all(
      Array.from({ length: 100 }, () => judgeDownloadCode(database, key, "wrong!", now)),
    );

    expect(guesses.filter(({ outcome }) => outcome === "wrong")).toHaveLength(4);
    expect(guesses.filter(({ outcome }) => outcome === "spent")).toHaveLength(96);
    expect(await judgeDownloadCode(database, key, "digest", now)).toEqual({
      outcome: "spent",
      codeDigest: "digest",
    });
  });

  test("that is too old is wrong", async () => {
    const key = aRequest();
    await set(key, await asking(key), "digest");

    expect(await judgeDownloadCode(database, key, "digest", minutes(10))).toEqual({ outcome: "wrong" });
  });

  test("is not there for whoever never asked, and trying leaves nothing behind", async () => {
    const key = aRequest();

    expect(await judgeDownloadCode(database, key, "digest", now)).toEqual({ outcome: "wrong" });
    expect(await itemsOf(database, database.fleeting, key.subject)).toEqual([]);
  });
});

test("the row is found under its person, so that an erasure finds it", async () => {
  const key = aRequest();
  const Item = { pk: keys.subject(key.subject), sk: keys.download(key.reference), asked: [], version: 1 };
  await database.client.send(new PutCommand({ TableName: database.fleeting, Item }));

  expect(await askForCode(database, key, now)).toEqual({ outcome: "sent" });
  expect(await itemsOf(database, database.fleeting, key.subject)).toMatchObject([
    { sk: `download#${key.reference}`, reference: key.reference, version: 2 },
  ]);
});
