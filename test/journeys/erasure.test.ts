import { expect, it } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import type { Outcomes } from "../../functions/policy/outcomes.ts";
import { verifyReceipt } from "../../infra/operate/receipt.ts";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import { filesBelow, foundIn } from "./canaries.ts";
import { asking, confirmed, erasureStack, itemsOf, lastLetters, settled } from "./erasing.ts";
import { fillIn, formWith } from "./fill.ts";
import { json, multipart, urlencoded } from "./visitor.ts";

const site = await erasureStack();

/** What somebody writes into free fields: found again wherever it is readable. */
const wordsOf = (n: number) => `Kingfisher-${n}-over-Loch-Ness`;
const people = Array.from({ length: 10 }, (_, n) => ({
  n,
  email: given.address(`kanari${n}`),
  browser: site.browser(),
}));
type Person = (typeof people)[number];

async function sendAndConfirm({ n, email, browser }: Person, slug: string): Promise<string> {
  const form = formWith((await browser.get(`/forms/${slug}`)).text, "email");
  const filled = Object.fromEntries(
    Object.entries(fillIn(form, email)).map(([name, value]) => [
      name,
      typeof value === "string" && value.startsWith("An answer") ? `${wordsOf(n)} ${name}` : value,
    ]),
  );
  const sent = await browser.post(
    form.action,
    form.multipart ? await multipart(filled) : urlencoded(filled as Record<string, string>),
  );
  expect(sent.status, sent.text).toBe(303);
  const letter = await site.inbox.letterTo(email);
  expect((await browser.post("/verify", json({ token: letter.token }))).status).toBe(200);
  return letter.reference;
}

it("of ten people one is erased whole and can show it, and the other nine are as they were to the byte", async () => {
  for (const { slug } of forms) {
    const [reference = ""] = await Promise.all(people.map((one) => sendAndConfirm(one, slug)));
    expect(reference).not.toBe("");
    const now = await site.tables.everything();
    // As if a day went by between two forms.
    for (const item of now.Fleeting.filter(({ sk }) => sk === "budget#letters"))
      await site.tables.put("Fleeting", { ...item, letters: [], version: Date.now(), expires: 0 });
  }
  const [one] = people;
  if (one === undefined) throw new Error("nobody");
  const asked = await asking(site, "erase", one.email, { details: wordsOf(0) });
  const records = await site.tables.items("Records");
  const others = [...new Set(records.map(({ pk }) => pk))].filter((pk) => pk !== asked.pk);
  expect(others.length).toBeGreaterThanOrEqual(9);
  const theirs = await itemsOf(site, others);
  const objects = await site.buckets.everything();
  const ofOthers = (all: Map<string, Buffer>) =>
    [...all].filter(([key]) => others.some((pk) => key.includes(pk.slice(8))));
  expect(ofOthers(objects)).toHaveLength(18);
  expect([...objects.keys()].filter((key) => key.includes(asked.subject))).toHaveLength(2);
  const mine = records.filter(({ pk, sk }) => pk === asked.pk && sk?.startsWith("submission#"));
  expect(mine).toHaveLength(forms.length);

  await confirmed(site, asked);
  // There is a job application, so a person of the staff agrees to it.
  expect((await staffOf(site).desk("approve", asked.reference)).code).toBe(0);
  await settled(site);

  expect(await itemsOf(site, others)).toEqual(theirs);
  const left = await site.buckets.everything();
  expect(ofOthers(left)).toEqual(ofOthers(objects));
  const ledger = [...left.keys()].filter((key) => !objects.has(key));
  expect(ledger).toEqual([expect.stringContaining(`${asked.reference}.json`)]);
  expect([...left.keys()].filter((key) => key.includes(asked.subject))).toEqual([]);

  const stays = await itemsOf(site, [asked.pk]);
  expect(stays.map(({ sk }) => sk?.replace(/#.*/, "") ?? "key").sort()).toEqual([
    "request",
    "suppression",
    "token",
  ]);
  expect(stays.filter(({ sealed }) => sealed !== undefined)).toEqual([]);
  expect(await site.tables.record(asked.reference)).toMatchObject({ status: "completed" });

  const [last, ...more] = await lastLetters(site, one.email);
  expect([last?.subject, more]).toEqual(["Your request is done", []]);
  const received = (await site.inbox.lettersTo(one.email)).find(({ statusToken }) => statusToken !== "");
  const { browser } = asked;
  expect((await browser.post("/request/session", urlencoded({ token: received?.statusToken }))).status).toBe(
    303,
  );
  const status = (await browser.get("/request", { accept: "application/json" })).json();
  const outcomes = status.outcomes as Outcomes;
  const counts = Object.fromEntries(outcomes.map(({ holder, removed }) => [holder, removed]));
  expect(counts).toMatchObject({ submissions: forms.length, attachments: 2, "rights-requests": 1 });
  const page = (await browser.get("/request")).text.replaceAll(/\s+/g, " ");
  const said = last?.text.replaceAll(/\s+/g, " ").toLowerCase();
  for (const { title, removed, retained, notFound } of outcomes) {
    expect(retained).toEqual([]);
    if (notFound) continue;
    expect(said).toContain(`${title}: ${removed} deleted`.toLowerCase());
    expect(page.toLowerCase()).toContain(`${title}</dt><dd>${removed} deleted</dd>`.toLowerCase());
  }

  const receipt = (await browser.get("/request/receipt")).text;
  const { keys } = (await site.program().get("/.well-known/jwks.json")).json() as { keys: { kty: string }[] };
  expect(await verifyReceipt(receipt, keys)).toMatchObject({
    verifies: true,
    claims: { outcomes, reference: asked.reference },
  });
  expect(receipt).not.toContain(asked.subject);
  const bytes = Buffer.from(receipt);
  const accepted: number[] = [];
  for (const [at, byte] of bytes.entries()) {
    const changed = Buffer.from(bytes);
    changed[at] = byte ^ 1;
    if ((await verifyReceipt(changed.toString("latin1"), keys)).verifies) accepted.push(at);
  }
  expect(accepted).toEqual([]);

  const places = new Map<string, Buffer>([
    ["tables", Buffer.from(JSON.stringify(await site.tables.everything()))],
    ["logs", Buffer.from(site.logs())],
    ["dead letters", Buffer.from(JSON.stringify(site.deadLetters()))],
    ["calls", Buffer.from(JSON.stringify(site.gateway.calls))],
    ["executions", Buffer.from(JSON.stringify(site.executions()))],
    ...left,
  ]);
  expect(site.logs()).not.toMatch(/"level":"(WARN|ERROR)"/);
  await site.stop();
  for (const [path, content] of filesBelow(site.data)) if (path !== "letters.json") places.set(path, content);
  expect(foundIn(places, { reference: asked.reference })).not.toEqual([]);
  expect(foundIn(places, { address: one.email, name: "kanari0", words: wordsOf(0) })).toEqual([]);
  // Logs and histories of executions know references and ids, and an id is in no log.
  const logs = new Map([...places].filter(([path]) => path.startsWith("logs")));
  expect(foundIn(logs, { subject: asked.subject })).toEqual([]);
}, 120_000);
