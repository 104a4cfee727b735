import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { bookLetter, bookOverall } from "../../functions/records/budgets.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { arrivalOf, itemsOf, now, somebody, tables } from "./given.ts";

const database = tables();
const noon = now.epochMilliseconds;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("letters to one address", () => {
  const book = (
    subject: ReturnType<typeof somebody>,
    intent: string,
    at = noon,
    reference = newReference(),
  ) => bookLetter(database, subject, { intent, reference, letter: "confirm-form" }, at, 3);

  test("go one in five minutes and three a day", async () => {
    const ann = somebody();
    const verdicts = [];
    for (const minutes of [0, 4, 5, 10, 15, 24 * 60 - 1, 24 * 60])
      verdicts.push((await book(ann, `letter at ${minutes}`, noon + minutes * MINUTE)).verdict);

    expect(verdicts).toEqual(["send", "wait", "send", "send", "withhold", "withhold", "send"]);
  });

  test("are counted once for one intent, however often it is tried, at once or later", async () => {
    const ann = somebody();

    const tries = await Promise.all(Array.from({ length: 4 }, () => book(ann, "the same")));

    expect(tries.map(({ verdict }) => verdict)).toEqual(["send", "send", "send", "send"]);
    expect(await book(ann, "the same", noon + HOUR)).toMatchObject({ letters: [{ intent: "the same" }] });
  });

  test("of many intents at once one goes", async () => {
    const ann = somebody();

    const verdicts = await Promise.all(
      Array.from({ length: 4 }, async (_, i) => (await book(ann, `letter ${i}`)).verdict),
    );

    expect(verdicts.filter((verdict) => verdict === "send")).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === "wait")).toHaveLength(3);
  });

  test("to one person cost another nothing", async () => {
    expect(await book(somebody(), "a")).toMatchObject({ verdict: "send" });
    expect(await book(somebody(), "b")).toMatchObject({ verdict: "send" });
  });

  test("that were answered leave the day's letters to the others, once what they asked for is confirmed", async () => {
    const { subject, verification } = arrivalOf(somebody());
    const { reference } = verification;
    for (const n of [0, 1, 2]) await book(subject, `letter ${n}`, noon + n * 5 * MINUTE, reference);
    const next = () => book(subject, "the fourth", noon + HOUR);
    const put = (row: object) =>
      database.client.send(
        new PutCommand({
          TableName: database.fleeting,
          Item: { pk: keys.subject(subject), sk: keys.verification(reference), ...verification, ...row },
        }),
      );

    await put({});
    expect(await next()).toEqual({ verdict: "withhold" });
    await put({ confirmedAt: noon });
    expect(await next()).toMatchObject({ verdict: "send" });
  });

  test("are forgotten a day after the last", async () => {
    const ann = somebody();
    await book(ann, "a");

    expect(await itemsOf(database, database.fleeting, ann)).toMatchObject([
      { expires: noon / 1000 + 24 * 60 * 60 },
    ]);
  });
});

describe("letters to everybody together", () => {
  test("are as many in an hour as the budget says, however many go at once", async () => {
    const booked = await Promise.all(
      Array.from({ length: 50 }, () => bookOverall(database, noon + 100 * HOUR, 20)),
    );

    expect(booked.filter(Boolean)).toHaveLength(20);
  });

  test("go on in the next hour", async () => {
    const hour = noon + 200 * HOUR;

    expect(await bookOverall(database, hour, 1)).toBe(true);
    expect(await bookOverall(database, hour + HOUR - 1, 1)).toBe(false);
    expect(await bookOverall(database, hour + HOUR, 1)).toBe(true);
  });
});
