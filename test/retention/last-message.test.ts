import { beforeEach, describe, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { givenStores, newSubject } from "../data-map/given.ts";
import { ofPerson, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const run = (at: string) => night(`${at}T02:30:00Z`, sweeperOf(stores()));
const records = async () => ofPerson(await stores().rows("records"), ann);
const left = async () => (await records()).map(({ receivedAt }) => String(receivedAt).slice(0, 10)).sort();
const send = (receivedAt: string, more: object = {}) => submitted(stores(), ann, { receivedAt, ...more });

describe("a message", () => {
  test("is kept as long as the last one that its person sent and confirmed", async () => {
    for (const receivedAt of ["2027-01-05T12:00:00Z", "2027-02-05T12:00:00Z", "2028-03-01T12:00:00Z"])
      await send(receivedAt);

    await run("2029-01-06");

    const [first] = (await records()).filter(({ receivedAt }) => receivedAt === "2027-01-05T12:00:00Z");
    expect(first).toMatchObject({ clockStart: "2028-03-01", due: "2030-03-02", dueAs: "contact" });
    await run("2030-03-01");
    expect(await records()).toHaveLength(3);
    await run("2030-03-02");
    expect(await left()).toEqual([]);
  });

  test.each([
    ["that nobody confirmed", { status: "unverified" }],
    ["of another kind", { form: "partnership" }],
  ] as const)("is not kept longer for one %s", async (_, more) => {
    await send("2027-01-05T12:00:00Z");
    await send("2029-01-02T12:00:00Z", more);
    await run("2029-01-06");

    expect(await left()).not.toContain("2027-01-05");
  });

  test("that a hold kept from an erasure goes when nothing holds it, whatever came since", async () => {
    const retained = { ground: "legal-claim", citation: "case 12", until: "2029-01-06" };
    await send("2027-01-05T12:00:00Z", { more: { retained, due: "2029-01-06" } });
    await send("2028-12-01T12:00:00Z");
    await run("2029-01-06");

    expect(await left()).toEqual(["2028-12-01"]);
  });

  test("of a comment, a survey or an event has its own day", async () => {
    await send("2027-01-05T12:00:00Z", { form: "comment" });
    await send("2029-01-05T12:00:00Z", { form: "comment" });
    await run("2030-01-06");

    expect(await left()).toEqual(["2029-01-05"]);
  });
});

describe("what a hold kept from an erasure", () => {
  test.each([
    ["is erased when nothing holds it any more", true, { erased: 1, deIdentified: 0 }],
    ["and from the sweep alone leaves its count", undefined, { erased: 0, deIdentified: 1 }],
  ])("%s", async (_, toErase, gone) => {
    const retained = { ground: "legal-claim", citation: "case 12", until: "2041-01-06", toErase };
    const answers = { satisfaction: "content" };
    await send("2037-01-05T12:00:00Z", { form: "survey", answers, more: { retained, due: "2041-01-06" } });

    const at = toErase ? "2041-01-06" : "2041-01-07";
    const { counts } = await run(at);

    expect({ erased: counts?.erased?.survey ?? 0, deIdentified: counts?.deIdentified?.survey ?? 0 }).toEqual(
      gone,
    );
    expect(await records()).toEqual([]);
  });
});
