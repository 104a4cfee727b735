import { expect, it } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { type Asking, asking, confirm, erasureStack, lastLetters, personal, settled } from "./erasing.ts";
import { fillIn, formWith } from "./fill.ts";
import { json, multipart } from "./visitor.ts";

/** Time enough to send something, and little enough to wait for. */
const site = await erasureStack(6);
const staff = staffOf(site);

async function apply({ email, browser, reference }: Asking): Promise<void> {
  const form = formWith((await browser.get("/forms/job-application")).text, "email");
  const sent = await browser.post(form.action, await multipart(fillIn(form, email)));
  expect(sent.status, sent.text).toBe(303);
  await site.tables.forgetLettersTo(reference);
  await site.settled();
  const { token } = await site.inbox.letterTo(email);
  expect((await browser.post("/verify", json({ token }))).status).toBe(200);
}

async function waitsFor({ reference }: Asking): Promise<unknown> {
  const { requests } = JSON.parse((await staff.desk("--json", "list")).out) as {
    requests: Record<string, unknown>[];
  };
  return requests.find((one) => one.reference === reference)?.waitsFor;
}

const eventsOf = async ({ reference }: Asking) =>
  (await site.tables.items("Audit"))
    .filter(({ pk }) => pk === `request#${reference}`)
    .sort((one, other) => Number(one.sequence) - Number(other.sequence))
    .map(({ what }) => what);

it("An application that comes while an erasure cools off is looked at by a person before it is erased", async () => {
  const asked = await asking(site);
  await confirm(asked);
  await apply(asked);
  const before = await personal(site, asked.pk);
  await settled(site);
  expect(await waitsFor(asked)).toContain("there is a job application");
  expect((await personal(site, asked.pk)).map(({ sk }) => sk)).toEqual(before.map(({ sk }) => sk));
  expect((await staff.desk("approve", asked.reference)).code).toBe(0);
  await settled(site);
  expect(await personal(site, asked.pk)).toEqual([]);
  expect(await lastLetters(site, asked.email)).toHaveLength(1);
  expect(await eventsOf(asked)).toEqual([
    ...["verified", "assessed", "waits for a person", "approved"],
    ...["erasure begun", "told", "concluded"],
  ]);
});

it("An application that a person has agreed to erase is asked about once", async () => {
  const asked = await asking(site);
  await apply(asked);
  const { token } = asked.letter;
  expect((await asked.browser.post("/verify", json({ token }))).status).toBe(200);
  await settled(site);
  expect(await waitsFor(asked)).toContain("there is a job application");
  expect((await staff.desk("approve", asked.reference)).code).toBe(0);
  await settled(site);
  expect(await personal(site, asked.pk)).toEqual([]);
  expect((await eventsOf(asked)).filter((what) => what === "waits for a person")).toHaveLength(1);
});
