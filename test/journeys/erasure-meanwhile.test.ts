import { describe, expect, it } from "vitest";
import type { Outcomes } from "../../functions/policy/outcomes.ts";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import {
  asking,
  confirm,
  confirmed,
  erasureStack,
  lastLetters,
  personal,
  sendForm,
  settled,
} from "./erasing.ts";
import { json, urlencoded } from "./visitor.ts";

const site = await erasureStack();
const staff = staffOf(site);
const FOR_EVER = Number.POSITIVE_INFINITY;
const why = [
  "--ground",
  "legal-claim",
  "--citation",
  "GDPR 17(3)(e), case 7 O 1/26",
  "--until",
  "2099-06-30",
];

/** Lets the erasure come so far and no further, until it is called. */
async function stuck(fault: { readonly action: string; readonly skip: number }): Promise<() => void> {
  site.gateway.clear();
  const go = site.gateway.inject({ caller: "ErasureErase", when: "before", times: FOR_EVER, ...fault });
  return await Promise.resolve(go);
}
const isStuck = () => site.calls().some(({ fault }) => fault !== undefined);
const waitUntilStuck = () => expect.poll(isStuck, { timeout: 20_000, interval: 10 }).toBe(true);

/** What is kept of a person, as their page tells a program, and as their last letter tells them. */
async function told(email: string) {
  const letters = await site.inbox.lettersTo(email);
  const token = letters.findLast(({ statusToken }) => statusToken !== "")?.statusToken;
  const browser = site.browser();
  await browser.post("/request/session", urlencoded({ token }));
  const program = (await browser.get("/request", { accept: "application/json" })).json();
  const last = (await lastLetters(site, email)).map(({ text }) => text.replaceAll(/\s+/g, " "));
  return { outcomes: program.outcomes as Outcomes, page: (await browser.get("/request")).text, last };
}

describe("while everything about a person is erased", () => {
  it("a new form or request of theirs is not taken, and afterwards it is welcome and begins anew", async () => {
    const asked = await asking(site);
    const waiting = await sendForm(site, asked.email);
    const heal = await stuck({ action: "s3:ListObjectsV2", skip: 2 });
    await confirm(asked);
    await waitUntilStuck();
    const form = await site.program().post("/forms/newsletter", json(given.newsletter(asked.email)));
    const right = await site.program().post("/rights/access", json(given.request(asked.email)));
    const other = await site.program().post("/forms/newsletter", json(given.newsletter(given.address())));
    expect([form.status, right.status, other.status]).toEqual([503, 503, 202]);
    heal();
    await settled(site);
    expect(await personal(site, asked.pk)).toEqual([]);
    expect((await site.tables.items("Records")).some(({ sk }) => sk?.endsWith(waiting))).toBe(false);

    const again = await sendForm(site, asked.email);
    const { token, reference } = await site.inbox.letterTo(asked.email);
    expect(reference).toBe(again);
    expect((await site.program().post("/verify", json({ token }))).status).toBe(200);
    expect((await personal(site, asked.pk)).map(({ sk }) => sk?.split("#")[0])).toEqual([
      undefined,
      "consent",
      "submission",
    ]);
  });

  it("a hold that comes between two pages keeps what is still there, and the person is told", async () => {
    const asked = await asking(site);
    const template = await site.tables.record(await sendForm(site, asked.email));
    for (let n = 0; n < 150; n += 1) {
      const reference = `HA${String(n).padStart(14, "0")}`;
      await site.tables.put("Records", { ...template, sk: `submission#${reference}`, reference });
    }
    await site.settled();
    // Past the beginning, what is fleeting, the letter that waits, and the first page.
    const heal = await stuck({ action: "dynamodb:TransactWriteItems", skip: 4 });
    await confirm(asked);
    await waitUntilStuck();
    const held = await staff.desk("hold", asked.reference, "--scope", "everything", ...why);
    expect([held.code, held.err]).toEqual([0, ""]);
    heal();
    await settled(site);

    const left = (await personal(site, asked.pk)).filter(({ sk }) => sk?.startsWith("submission#"));
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(151);
    const { outcomes, page, last } = await told(asked.email);
    const of = (name: string) => outcomes.find(({ holder }) => holder === name);
    const kept = { ground: "legal-claim", citation: "GDPR 17(3)(e), case 7 O 1/26", until: "2099-06-30" };
    expect(of("submissions")).toMatchObject({
      removed: 151 - left.length,
      retained: [{ ...kept, count: left.length }],
    });
    expect(of("rights-requests")).toMatchObject({ removed: 0, retained: [{ ...kept, count: 1 }] });
    expect(
      left.every(({ retained, due }) => retained !== undefined && String(due).startsWith("2099-06-30")),
    ).toBe(true);
    expect(last).toHaveLength(1);
    for (const text of [last[0], page]) {
      expect(text).toContain("GDPR 17(3)(e), case 7 O 1/26");
      expect(text).toContain("30 June 2099");
    }
    // Everything is held: so is who asked, and the key to it.
    expect((await site.tables.record(asked.reference)).sealed).toBeDefined();
    expect(await site.tables.record(asked.reference)).toMatchObject({ status: "completed", retained: kept });
    expect((await site.tables.items("Keys")).some(({ pk }) => pk === asked.pk)).toBe(true);
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it("a hold that is released between erasing and proving lets go of what it kept, and nobody has to be asked", async () => {
    const asked = await asking(site);
    const kept = await sendForm(site, asked.email);
    const held = await staff.desk("--json", "hold", asked.reference, "--scope", "record", kept, ...why);
    expect([held.code, held.err]).toEqual([0, ""]);
    const { hold } = JSON.parse(held.out) as { hold: { id: string } };
    // Past the lists of withdrawing, counting and erasing, two each: before the first one of the proof.
    const heal = await stuck({ action: "s3:ListObjectsV2", skip: 6 });
    await confirm(asked);
    await waitUntilStuck();
    expect(await site.tables.record(kept)).toHaveProperty("retained");
    expect((await staff.desk("release", hold.id)).code).toBe(0);
    // The call under way has read the hold; the next try of its step reads what holds by then.
    const before = site.calls().length;
    const isTriedAgain = () =>
      site
        .calls()
        .slice(before)
        .some(({ caller, action }) => caller.startsWith("ErasureErase") && action === "dynamodb:GetItem");
    await expect.poll(isTriedAgain, { timeout: 30_000, interval: 10 }).toBe(true);
    heal();
    await settled(site);
    expect(await personal(site, asked.pk)).toEqual([]);
    expect(await site.tables.record(asked.reference)).toMatchObject({ status: "completed" });
    expect((await lastLetters(site, asked.email)).map(({ text }) => text.includes("case 7 O"))).toEqual([
      false,
    ]);
  });

  it("a hold on one record keeps that record and nothing else", async () => {
    const cooling = await erasureStack(3);
    const asked = await asking(cooling);
    const [kept] = [await sendForm(cooling, asked.email), await sendForm(cooling, asked.email)];
    await confirm(asked);
    await cooling.settled();
    const { code } = await staffOf(cooling).desk("hold", asked.reference, "--scope", "record", kept, ...why);
    expect(code).toBe(0);
    await settled(cooling);
    const left = await personal(cooling, asked.pk);
    expect(left.map(({ sk }) => sk)).toEqual([undefined, `submission#${kept}`]);
    expect(await cooling.tables.record(asked.reference)).toMatchObject({ status: "completed" });
    expect(
      (await lastLetters(cooling, asked.email)).map(({ text }) => text.includes("case 7 O 1/26")),
    ).toEqual([true]);
    await cooling.stop();
  });
});

it("A request that is confirmed twice is carried out once", async () => {
  const asked = await asking(site);
  await Promise.all([confirm(asked), confirm(asked)]);
  await settled(site);
  await confirmed(site, asked).catch(() => {});
  expect(site.executions().filter(({ name }) => name === asked.reference)).toMatchObject([
    { status: "SUCCEEDED" },
  ]);
  expect(await lastLetters(site, asked.email)).toHaveLength(1);
  expect(await personal(site, asked.pk)).toEqual([]);
});

it("Two erasures of one person at once both end, with a letter each, and nothing is left", async () => {
  const one = await asking(site);
  await site.tables.forgetLettersTo(one.reference);
  const other = await asking(site, "erase", one.email);
  await sendForm(site, one.email);
  await Promise.all([confirm(one), confirm(other)]);
  await settled(site);
  const letters = await lastLetters(site, one.email);
  expect(letters.map(({ reference }) => reference).sort()).toEqual([one.reference, other.reference].sort());
  for (const { reference } of [one, other])
    expect(await site.tables.record(reference)).toMatchObject({ status: "completed" });
  expect(await personal(site, one.pk)).toEqual([]);
});
