import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { recordArrival } from "../../functions/records/arrivals.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { givenStores, hold, newSubject, times } from "../data-map/given.ts";
import { arrivalOf, now } from "../records/given.ts";
import { storedKey } from "../records/stored-key.ts";
import { objects, ofPerson, requested, submitted, sweeperOf, vault } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const run = (at: string) => night(`${at}T02:30:00Z`, sweeperOf(stores()));
const records = async (of = ann) => ofPerson(await stores().rows("records"), of);
const theirs = async () => (await records()).filter(({ sk }) => /^(submission|consent)#/.test(sk));

describe("what is held", () => {
  test("is put off to the day of its review with the ground, files and all, and goes when it is released", async () => {
    const placed = hold({ until: "2029-06-01" });
    const reference = await submitted(stores(), ann, { receivedAt: "2027-01-05T12:00:00Z", files: ["cv"] });
    await placeHold(stores().database, ann, placed);

    const { counts } = await run("2029-01-06");

    expect(counts?.deferred).toEqual({ contact: { "legal-claim": 1 } });
    expect(counts?.erased).toEqual({});
    expect(await theirs()).toMatchObject([
      { due: "2029-06-01", dueAs: "contact", retained: { ground: "legal-claim", until: "2029-06-01" } },
    ]);
    expect(await objects(stores(), "attachments")).toContain(`${ann}/${reference}/cv`);

    // Past its day it is looked at every night, and still held.
    expect((await run("2029-06-03")).counts?.deferred).toEqual({ contact: { "legal-claim": 1 } });
    expect(await theirs()).toMatchObject([{ due: "2029-06-04" }]);

    await releaseHold(stores().database, ann, placed.id);
    expect((await run("2029-06-04")).counts?.erased).toEqual({ contact: 1 });
    expect(await theirs()).toEqual([]);
    expect(await objects(stores(), "attachments")).not.toContain(`${ann}/${reference}/cv`);
  });

  test("by its form keeps the proof of a consent too, long after what was sent has gone", async () => {
    const sent = { form: "event", receivedAt: "2025-12-20T12:00:00Z", clockStart: "2025-12-25" };
    const reference = await submitted(stores(), ann, { ...sent, consents: ["marketing"] });
    await run("2026-12-26");
    expect(await theirs()).toMatchObject([{ reference, dueAs: "consent-proof", due: "2029-12-27" }]);
    const placed = hold({ scope: { form: "event" }, until: "2099-01-01" });
    await placeHold(stores().database, "house", placed);

    const { counts } = await run("2029-12-27");

    expect(counts?.deferred).toEqual({ "consent-proof": { "legal-claim": 1 } });
    expect(counts?.erased).toEqual({});
    expect(await theirs()).toMatchObject([{ reference, due: "2099-01-01" }]);
    await releaseHold(stores().database, "house", placed.id);
  });

  test("as one part of a request keeps that part, while the other parts go", async () => {
    const reference = await requested(stores(), ann, { receivedAt: "2027-02-05T12:00:00Z", bundle: true });
    const placed = hold({ scope: { holder: "rights-requests" }, until: "2028-01-01" });
    await placeHold(stores().database, ann, placed);
    const { counts } = await run("2027-04-01");
    expect(counts).toMatchObject({
      erased: { "export-bundle": 1 },
      deferred: { "request-identity": { "legal-claim": 1 } },
    });
    expect(await objects(stores(), "exports")).not.toContain(`${ann}/${reference}/bundle.zip`);
    const [row] = (await records()).filter(({ sk }) => sk.startsWith("request#"));
    expect(row).toMatchObject({ due: "2028-01-01", dueAs: "request-identity", sealed: expect.any(String) });
    await releaseHold(stores().database, ann, placed.id);
  });
});

test("an open request keeps what it asks about, and that is looked at every night", async () => {
  await submitted(stores(), ann, { receivedAt: "2027-04-05T12:00:00Z", consents: ["it"] });
  await requested(stores(), ann, {
    ...{ receivedAt: "2029-04-01T12:00:00Z", status: "in-progress", dueBy: "2029-05-02" },
  });
  expect((await run("2029-04-06")).counts?.deferred).toEqual({ contact: { "open-request": 1 } });
  expect(await theirs()).toMatchObject([
    { name: "it" },
    { due: "2029-04-07", retained: { ground: "open-request", until: "2029-05-02" } },
  ]);
});

test("one that nobody has proved keeps nothing", async () => {
  await submitted(stores(), ann, { receivedAt: "2027-05-05T12:00:00Z" });
  await requested(stores(), ann, { receivedAt: "2029-05-05T12:00:00Z", status: "awaiting-verification" });
  expect((await run("2029-05-06")).counts?.erased).toEqual({ contact: 1 });
});

test("an entry of the index whose row has another day, or is gone, is passed over", async () => {
  const { database } = stores();
  const reference = await submitted(stores(), ann, {
    receivedAt: "2027-06-05T12:00:00Z",
    more: { due: "2035-01-01" },
  });
  const holder = stores().holder("submissions");
  const at = { night: "2029-06-06", at: "2029-06-06T02:30:00Z", manifest: "" };
  const stale = { pk: `subject#${ann}`, due: "2029-06-06", dueAs: "contact" } as const;
  const tonight = Temporal.Instant.from(at.at);
  const guard = await readGuard(database, ann, undefined, tonight);
  const swept = await holder.due?.(
    ann,
    [
      { ...stale, sk: `submission#${reference}` },
      { ...stale, sk: "submission#GONE" },
    ],
    guard,
    {
      ...{ night: at.night, shard: "0", now: tonight, schedule: sweeperOf(stores()).schedule, database },
      tally: async () => ({ form: "", month: "", answers: [] }),
      ...{ mayGo: () => true, mayFollow: () => true },
    },
  );
  expect(swept?.taken).toBe(2);
  expect(await theirs()).toMatchObject([{ due: "2035-01-01" }]);
});

describe("a night", () => {
  const many = () =>
    Promise.all(
      times(12, async () => {
        const subject = newSubject();
        for (const form of ["contact", "survey"])
          await submitted(stores(), subject, {
            ...{ form, receivedAt: form === "contact" ? "2027-07-05T12:00:00Z" : "2028-07-05T12:00:00Z" },
            ...{ consents: ["it"], answers: { satisfaction: "content" } },
          });
        return subject;
      }),
    );

  test("that runs several times at once does and counts everything once", async () => {
    const people = await many();
    await Promise.all([run("2029-07-06"), run("2029-07-06"), run("2029-07-06")]);
    const { counts } = await run("2029-07-06");
    expect(counts).toMatchObject({ erased: { contact: 12 }, deIdentified: { survey: 12 }, failed: {} });
    const [tally] = (await stores().rows("aggregates")).filter(({ pk }) => pk === "form#survey");
    expect(tally).toMatchObject({ submissions: 12, "answer:satisfaction:content": 12 });
    const keys = await stores().rows("keys");
    for (const person of people) expect(ofPerson(keys, person)).toEqual([]);
    for (const person of people)
      expect(await records(person)).toMatchObject([{ dueAs: "consent-proof" }, { dueAs: "consent-proof" }]);
  });

  test("whose steps have little time hands over where it is, and comes to the same end", async () => {
    await many();
    const at = "2029-07-08T02:30:00Z";
    const { counts } = await night(at, sweeperOf(stores()), { remaining: () => 0 });
    expect(counts).toMatchObject({ erased: { contact: 12 }, deIdentified: { survey: 12 } });
  });
});

test("a key that somebody takes up while the last thing goes is theirs, or they are told to come again", async () => {
  const { database } = stores();
  const people = await Promise.all(
    times(8, async () => {
      const subject = newSubject();
      await submitted(stores(), subject, { receivedAt: "2027-08-05T12:00:00Z" });
      return subject;
    }),
  );
  const sweeping = run("2029-08-06");
  const came = [];
  // One after the other, while the sweep comes by.
  for (const subject of people.toReversed()) {
    const held = await storedKey(database, vault, subject);
    came.push({
      subject,
      outcome: await recordArrival(database, { ...arrivalOf(subject), held }, 1000, now),
    });
  }
  await sweeping;
  const [rows, keys] = [await stores().rows("records"), await stores().rows("keys")];
  for (const { subject, outcome } of came) {
    const sealed = ofPerson(rows, subject).filter((one) => one.sealed !== undefined);
    expect(sealed).toHaveLength(outcome === "recorded" ? 1 : 0);
    if (outcome === "recorded") expect(ofPerson(keys, subject)).toHaveLength(1);
  }
});
