import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, test } from "vitest";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { getNight } from "../../functions/records/night-decisions.ts";
import { keepLiveCounts } from "../../functions/records/nights.ts";
import { getPlaced } from "../../functions/records/placed-holds.ts";
import { requeue } from "../../functions/records/requeue.ts";
import { hashOf } from "../../functions/retention/sweeper.ts";
import { givenStores, hold, newSubject, times } from "../data-map/given.ts";
import { logged } from "../logged.ts";
import { schedule, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";
import { become } from "./simulation.ts";

const stores = givenStores();
const sweeper = (more: object = {}) =>
  sweeperOf(stores(), { blastRadius: { share: 20, minimum: 5 }, ...more });

beforeEach(async () => {
  await become(stores(), undefined);
  await keepLiveCounts(stores().database, {
    ...{ countedAt: "2027-01-01T00:00:00Z", schedule: hashOf(schedule), counts: {} },
  });
});

const sent = (count: number, form: string, receivedAt: string, more: object = {}) =>
  Promise.all(times(count, () => submitted(stores(), newSubject(), { form, receivedAt, ...more })));
const left = async () =>
  (await stores().rows("records")).filter(({ sk }) => sk.startsWith("submission#")).length;
const never = { decide: () => "nothing" as const };

describe("a category of which more would go than usual", () => {
  test("holds back nothing but itself: what else is due goes in its own night, and what waits is told as overdue", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    await sent(3, "contact", "2028-11-18T12:00:00Z", { status: "unverified" });
    const lines = await logged(async () => {
      expect((await night("2028-11-26T02:30:00Z", sweeper(), never)).counts).toMatchObject({
        ...{ erased: { unverified: 3 }, failed: {}, waiting: { contact: 6 } },
      });
    });
    expect(await left()).toBe(6);
    expect(lines).toContainEqual(expect.objectContaining({ message: "a person is asked" }));
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "overdue by more than a day", count: 6 }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ message: "the night is over" }));
  });

  test("is asked about once: the nights that come while a person is asked do the rest, and wait for nobody", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    const asked: unknown[] = [];
    const decide = (asks: object) => {
      asked.push(asks);
      return "approve" as const;
    };
    const meanwhile = async () => {
      await sent(1, "contact", "2026-11-26T12:00:00Z");
      const lines = await logged(async () => {
        const next = await night("2028-11-27T02:30:00Z", sweeper(), { decide });
        expect(next).toMatchObject({ status: "done", counts: { erased: {}, waiting: { contact: 7 } } });
      });
      expect(lines.map(({ message }) => message)).toContain("overdue by more than a day");
    };
    const report = await night("2028-11-26T02:30:00Z", sweeper(), { decide, meanwhile });
    expect(asked).toHaveLength(1);
    expect(report.counts?.erased).toEqual({ contact: 6 });
    // What is left is little.
    expect((await night("2028-11-28T02:30:00Z", sweeper())).counts?.erased).toEqual({ contact: 1 });
  });

  test("is asked about by one of two runs of the same night", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    const at = "2028-11-26T02:30:00Z";
    const meanwhile = async () => {
      const other = await night(at, sweeper(), { decide: () => "refuse" });
      expect(other).toMatchObject({ counts: { erased: {}, waiting: { contact: 6 } } });
      expect((await getNight(stores().database, "2028-11-26"))?.awaits).toBeDefined();
    };
    expect((await night(at, sweeper(), { meanwhile })).counts?.erased).toEqual({ contact: 6 });
  });

  test("stays where a person refuses, and the next night asks again", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    const refused = await night("2028-11-26T02:30:00Z", sweeper(), { decide: () => "refuse" });
    expect(refused).toMatchObject({ status: "refused", counts: { erased: {}, failed: {} } });
    expect((await getNight(stores().database, "2028-11-26"))?.awaits).toBeUndefined();
    expect((await night("2028-11-27T02:30:00Z", sweeper())).counts?.erased).toEqual({ contact: 6 });
  });

  test("that nobody answers about waits for nobody any more, and the next night asks anew", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    expect((await night("2028-11-26T02:30:00Z", sweeper(), never)).status).toBe("unanswered");
    expect(await getNight(stores().database, "2028-11-26")).not.toHaveProperty("awaits");
    expect((await night("2028-12-04T02:30:00Z", sweeper())).counts?.erased).toEqual({ contact: 6 });
  });

  test("is asked about anew where the machine that asked is no more, once it would have waited no longer", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    const ended = { meanwhile: () => Promise.reject(new Error("stopped")) };
    await expect(night("2028-11-26T02:30:00Z", sweeper(), ended)).rejects.toThrow("stopped");
    expect((await night("2028-11-27T02:30:00Z", sweeper())).counts?.waiting).toEqual({ contact: 6 });
    const later = { clock: () => Temporal.Now.instant().add({ hours: 7 * 24 + 1 }) };
    expect((await night("2028-12-04T02:30:00Z", sweeper(later))).counts?.erased).toEqual({ contact: 6 });
  });
});

describe("what was agreed to", () => {
  test("goes, and nothing that has become due since", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    const meanwhile = async () => {
      await sent(3, "contact", "2026-11-20T12:00:00Z");
      await sent(2, "comment", "2025-11-20T12:00:00Z");
    };
    const report = await night("2028-11-26T02:30:00Z", sweeper(), { meanwhile });
    expect(report).toMatchObject({ status: "done", counts: { erased: { contact: 6 }, failed: {} } });
    expect(report.counts?.erased).toEqual({ contact: 6 });
    expect(await left()).toBe(5);
  });

  test("is put off all the same where a hold was placed while the person thought about it", async () => {
    await sent(6, "contact", "2026-11-24T12:00:00Z");
    const placed = hold({ scope: { form: "contact" }, until: "2029-06-01" });
    const meanwhile = () => placeHold(stores().database, "house", placed).then(() => undefined);
    const report = await night("2028-11-26T02:30:00Z", sweeper(), { meanwhile });
    expect(report.counts).toMatchObject({ deferred: { contact: { "legal-claim": 6 } } });
    expect(await left()).toBe(6);
    await releaseHold(stores().database, "house", placed.id);
  });
});

test("what becomes due between the plan of a night and its sweep is left to the next one", async () => {
  await sent(2, "contact", "2026-11-24T12:00:00Z");
  let came = false;
  const planned = async () => {
    if (!came) await sent(9, "contact", "2026-11-24T12:00:00Z");
    came = true;
  };
  const report = await night("2028-11-26T02:30:00Z", sweeper(), { planned });
  expect(report).toMatchObject({ status: "done", counts: { failed: {} } });
  expect(report.counts?.erased).toEqual({ contact: 2 });
  const asked = await night("2028-11-27T02:30:00Z", sweeper(), never);
  expect(asked.counts).toMatchObject({ erased: {}, waiting: { contact: 9 } });
});

describe("what is held", () => {
  const placed = hold({ scope: { form: "survey" }, until: "2027-12-31" });

  test("counts as nothing that would go, before the day of its review and behind it", async () => {
    await sent(6, "survey", "2026-11-24T12:00:00Z");
    await placeHold(stores().database, "house", placed);
    for (const day of ["2027-11-26", "2027-12-31", "2028-01-01"]) {
      const report = await night(`${day}T02:30:00Z`, sweeper(), { decide: () => "refuse" });
      expect(report).toMatchObject({
        status: "done",
        counts: { deferred: { survey: { "legal-claim": 6 } } },
      });
    }
    expect(await left()).toBe(6);
  });

  test("counts in full in the night after its release, when it would really go", async () => {
    await sent(6, "survey", "2026-11-24T12:00:00Z");
    await placeHold(stores().database, "house", placed);
    await night("2027-11-26T02:30:00Z", sweeper());
    await releaseHold(stores().database, "house", placed.id);
    for (let done = false; !done; ) {
      const found = await getPlaced(stores().database, placed.id);
      const today = Temporal.PlainDate.from("2027-11-28");
      done = found === undefined || (await requeue(stores().database, found, today, () => false)).done;
    }
    const asked = await night("2027-11-29T02:30:00Z", sweeper(), { decide: () => "refuse" });
    expect(asked).toMatchObject({ status: "refused", counts: { waiting: { survey: 6 } } });
    expect(await left()).toBe(6);
  });
});
