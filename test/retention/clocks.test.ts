import { beforeEach, describe, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { givenStores, newSubject } from "../data-map/given.ts";
import { objects, ofPerson, requested, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const run = (at: string) => night(`${at}T02:30:00Z`, sweeperOf(stores()));
const records = async () => ofPerson(await stores().rows("records"), ann);
const keysOf = async () => ofPerson(await stores().rows("keys"), ann);

describe("what nobody confirmed", () => {
  test("goes after its days, with its links, its letter and its files, and its person's key", async () => {
    const reference = await submitted(stores(), ann, {
      ...{ receivedAt: "2027-01-04T23:59:00Z", status: "unverified", files: ["cv"] },
    });
    await requested(stores(), ann, { receivedAt: "2027-01-04T10:00:00Z", status: "awaiting-verification" });
    await run("2027-01-11");
    expect(await records()).toHaveLength(4);

    const { counts, status } = await run("2027-01-12");

    expect(status).toBe("done");
    expect(counts?.erased).toEqual({ unverified: 2 });
    expect(await records()).toEqual([]);
    expect(await keysOf()).toEqual([]);
    expect(ofPerson(await stores().rows("fleeting"), ann)).toEqual([]);
    expect((await stores().rows("fleeting")).filter(({ subject }) => subject === ann)).toEqual([]);
    expect(await objects(stores(), "attachments")).not.toContainEqual(expect.stringContaining(reference));
  });
});

describe("a confirmed form", () => {
  test("is there on its last day and gone in the night after, and its consents end that day", async () => {
    await submitted(stores(), ann, { receivedAt: "2027-01-05T12:00:00Z", consents: ["marketing"] });
    await run("2029-01-05");
    expect(await records()).toHaveLength(2);

    expect((await run("2029-01-09")).counts?.erased).toEqual({ contact: 1 });

    // From the sixth, on which its time was over, whichever night came by.
    expect(await records()).toMatchObject([
      { name: "marketing", endedAt: "2029-01-06T00:00:00.000Z", due: "2032-01-07", dueAs: "consent-proof" },
    ]);
    expect(await keysOf()).toEqual([]);
    expect((await run("2032-01-07")).counts?.erased).toEqual({ "consent-proof": 1 });
    expect(await records()).toEqual([]);
  });

  test("takes its files along, before it goes itself", async () => {
    const reference = await submitted(stores(), ann, {
      ...{ form: "job-application", receivedAt: "2027-01-05T12:00:00Z", files: ["cv", "coverLetter"] },
    });
    await run("2027-07-06");
    expect(await records()).toEqual([]);
    expect((await objects(stores(), "attachments")).filter((key) => key.includes(reference))).toEqual([]);
  });

  test("that has no end stays, as an account and a newsletter do", async () => {
    for (const form of ["account", "newsletter"])
      await submitted(stores(), ann, { form, receivedAt: "2020-01-05T12:00:00Z", consents: ["it"] });
    await run("2040-01-01");
    expect(await records()).toHaveLength(4);
    expect(await keysOf()).toHaveLength(1);
  });

  test("leaves the key for what it still opens, and takes it with the last", async () => {
    await submitted(stores(), ann, { receivedAt: "2027-02-01T12:00:00Z" });
    await submitted(stores(), ann, { form: "comment", receivedAt: "2027-02-01T12:00:00Z" });
    await run("2029-02-02");
    expect(await keysOf()).toHaveLength(1);
    await run("2030-02-02");
    expect(await keysOf()).toEqual([]);
    expect(await records()).toEqual([]);
  });

  test("that is de-identified is counted by month, form and chosen answer, and leads back to nobody", async () => {
    const before = await tallies();
    const answers = {
      satisfaction: "content",
      frequency: "daily",
      improve: "Ask Ann Archer, ann@example.org",
    };
    await submitted(stores(), ann, { form: "survey", receivedAt: "2027-03-31T23:59:59Z", answers });
    await submitted(stores(), ann, {
      ...{ form: "survey", receivedAt: "2027-03-05T12:00:00Z" },
      answers: { satisfaction: "content", frequency: "typed by hand" },
    });
    await submitted(stores(), ann, {
      ...{ form: "webcast", receivedAt: "2027-02-20T12:00:00Z", clockStart: "2027-03-30" },
    });

    const { counts } = await run("2028-04-01");

    expect(counts?.deIdentified).toEqual({ survey: 2, webcast: 1 });
    expect(await records()).toEqual([]);
    expect(await keysOf()).toEqual([]);
    expect(
      (await tallies()).filter(({ pk, sk }) => !before.some((one) => one.pk === pk && one.sk === sk)),
    ).toEqual([
      {
        ...{ pk: "form#survey", sk: "2027-03", form: "survey", month: "2027-03", submissions: 2 },
        ...{ "answer:satisfaction:content": 2, "answer:frequency:daily": 1 },
      },
      { pk: "form#webcast", sk: "2027-02", form: "webcast", month: "2027-02", submissions: 1 },
    ]);
  });
});

const tallies = async () => (await stores().rows("aggregates")).filter(({ pk }) => pk.startsWith("form#"));

describe("a concluded request", () => {
  const concludedAt = "2027-01-05T12:00:00Z";

  test("loses its copy, then who made it, then itself; in the end its history goes too", async () => {
    const reference = await requested(stores(), ann, {
      receivedAt: "2027-01-01T12:00:00Z",
      concludedAt,
      bundle: true,
    });
    const history = async () =>
      (await stores().rows("audit")).filter(({ pk }) => pk === `request#${reference}`).length;

    expect((await run("2027-01-13")).counts?.erased).toEqual({ "export-bundle": 1 });
    expect(await objects(stores(), "exports")).toEqual([]);
    expect(await records()).toMatchObject([{ due: "2027-02-05", dueAs: "request-identity" }]);
    expect(Object.keys((await records())[0] ?? {})).not.toContain("bundle");

    expect((await run("2027-02-05")).counts?.erased).toEqual({ "request-identity": 1 });
    expect(await records()).toMatchObject([{ due: "2029-01-06", dueAs: "request-accountability" }]);
    expect(Object.keys((await records())[0] ?? {})).not.toContain("sealed");
    expect(await keysOf()).toEqual([]);

    expect((await run("2029-01-06")).counts?.erased).toEqual({ "request-accountability": 1 });
    expect(await records()).toEqual([]);
    expect(await history()).toBe(2);

    await run("2030-01-05");
    expect(await history()).toBe(2);
    expect((await run("2030-01-06")).counts?.erased).toEqual({ audit: 1 });
    expect(await history()).toBe(0);
    expect(await stores().rows("records")).not.toContainEqual(
      expect.objectContaining({ pk: `audit#${reference}` }),
    );
  });

  test("loses in one night what ran out in nights that were missed", async () => {
    await requested(stores(), ann, { receivedAt: "2027-01-01T12:00:00Z", concludedAt, bundle: true });
    const { counts } = await run("2029-01-10");
    expect(counts?.erased).toMatchObject({
      ...{ "export-bundle": 1, "request-identity": 1, "request-accountability": 1 },
    });
    expect(await records()).toEqual([]);
    expect(await keysOf()).toEqual([]);
    expect(await objects(stores(), "exports")).toEqual([]);
  });

  test("that is open has no clock, however old it is", async () => {
    await requested(stores(), ann, { receivedAt: "2020-01-01T12:00:00Z", status: "in-progress" });
    await run("2040-01-06");
    expect(await records()).toHaveLength(1);
  });
});
