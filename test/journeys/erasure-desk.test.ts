import { describe, expect, it } from "vitest";
import { staffOf } from "../desk/staff.ts";
import { given } from "../given.ts";
import {
  asking,
  confirmed,
  erasureStack,
  itemsOf,
  lastLetters,
  personal,
  sendForm,
  settled,
} from "./erasing.ts";
import { fillIn, formWith } from "./fill.ts";
import { json, urlencoded } from "./visitor.ts";

const site = await erasureStack();
const staff = staffOf(site);

/** What was logged under this name. */
function lines(message: string): { readonly reference?: string; readonly outcome?: string }[] {
  return site
    .logs()
    .split("\n")
    .filter((line) => line.includes(`"message":"${message}"`))
    .map((line) => {
      const { reference, outcome } = JSON.parse(line.slice(line.indexOf("{")));
      return { reference, outcome };
    });
}

/** Somebody who has sent a form, and what there is of them. */
async function child() {
  const email = given.address("child");
  await sendForm(site, email);
  const { token } = await site.inbox.letterTo(email);
  return { email, pk: `subject#${token.slice(0, 26)}` };
}

describe("the report of a child", () => {
  // The first of all: the vault key is asked for once.
  it("whose assessment fails is assessed once more, and never taken for an erasure of who reported", async () => {
    const { email, pk } = await child();
    const asked = await asking(site, "report-a-child", given.address(), { childEmail: email });
    const own = await sendForm(site, asked.email);
    const heal = site.gateway.inject({
      ...{ caller: "FulfilmentAssess", action: "secretsmanager:GetSecretValue", when: "before" },
      times: Number.POSITIVE_INFINITY,
    });
    await confirmed(site, asked);
    expect((await staff.desk("list")).out).toContain("TryAgain");
    heal();
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect((await staff.desk("list")).out).toContain("report-a-child is judged by a person");
    expect(await personal(site, pk)).not.toEqual([]);
    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect(await site.tables.record(own)).toHaveProperty("sealed");
    expect(await personal(site, pk)).toEqual([]);
  }, 120_000);

  it("does nothing by itself; approved, it erases the child's data and leaves who reported alone", async () => {
    const { email, pk } = await child();
    const before = await itemsOf(site, [pk]);
    const asked = await asking(site, "report-a-child", given.address(), { childEmail: email });
    const own = await sendForm(site, asked.email);
    await confirmed(site, asked);
    expect(await itemsOf(site, [pk])).toEqual(before);
    const reason = "report-a-child is judged by a person";
    expect(lines("waits for a decision")).toContainEqual({ reference: asked.reference, outcome: reason });
    expect((await site.program().post("/forms/newsletter", json(given.newsletter(email)))).status).toBe(202);
    expect((await staff.desk("list")).out).toContain("report-a-child is judged by a person");

    expect((await staff.desk("approve", asked.reference)).code).toBe(0);
    await settled(site);
    expect(await personal(site, pk)).toEqual([]);
    expect(await site.tables.record(own)).toHaveProperty("sealed");
    const request = await site.tables.record(asked.reference);
    expect(request).toMatchObject({ status: "completed" });
    expect(request).not.toHaveProperty("sealed");
    const [letter, ...more] = await lastLetters(site, asked.email);
    expect(more).toEqual([]);
    expect(letter?.text).not.toMatch(/\d+ deleted/);
    expect(await lastLetters(site, email)).toEqual([]);
  });

  it("tells a stranger the same, whether or not there is anything about the child", async () => {
    const known = await asking(site, "report-a-child", given.address(), {
      childEmail: (await child()).email,
    });
    const unknown = await asking(site, "report-a-child", given.address(), {
      childEmail: given.address("nobody"),
    });
    const seen: unknown[] = [];
    for (const asked of [known, unknown]) {
      await confirmed(site, asked);
      await staff.desk("approve", asked.reference);
      await settled(site);
      const letters = await site.inbox.lettersTo(asked.email);
      const token = letters.find(({ statusToken }) => statusToken !== "")?.statusToken;
      await asked.browser.post("/request/session", urlencoded({ token }));
      const {
        concludedAt: _,
        receivedAt: __,
        coolingOffEnds: ___,
        reference,
        ...rest
      } = (await asked.browser.get("/request", { accept: "application/json" })).json();
      expect(reference).toBe(asked.reference);
      expect((await asked.browser.get("/request/receipt")).status).toBe(404);
      const shown = asked.reference.replace(/(.{4})(?=.)/g, "$1-");
      seen.push({ rest, text: letters.at(-1)?.text.replaceAll(shown, "…") });
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it("refused, leaves the child's data and says why", async () => {
    const { email, pk } = await child();
    const before = await itemsOf(site, [pk]);
    const asked = await asking(site, "report-a-child", given.address(), { childEmail: email });
    await confirmed(site, asked);
    expect((await staff.desk("refuse", asked.reference, "--ground", "not-verified")).code).toBe(0);
    await settled(site);
    expect(await itemsOf(site, [pk])).toEqual(before);
    expect(await site.tables.record(asked.reference)).toMatchObject({ status: "refused" });
    expect(await personal(site, asked.pk)).toEqual([]);
    const [letter, ...more] = await lastLetters(site, asked.email);
    expect([letter?.text.includes("GDPR 12(2)"), more]).toEqual([true, []]);
  });
});

it("The end of an account erases what belongs to it, and nothing else of the person", async () => {
  const browser = site.browser();
  const asked = await asking(site, "close-account");
  const form = formWith((await browser.get("/forms/account")).text, "email");
  const sent = await browser.post(
    form.action,
    urlencoded(fillIn(form, asked.email) as Record<string, string>),
  );
  expect(sent.status, sent.text).toBe(303);
  const newsletter = await sendForm(site, asked.email);
  await confirmed(site, asked);
  expect(await site.tables.record(asked.reference)).toMatchObject({ status: "completed" });
  const submissions = (await personal(site, asked.pk)).filter(({ sk }) => sk?.startsWith("submission#"));
  expect(submissions.map(({ form: of, reference }) => [of, reference])).toEqual([["newsletter", newsletter]]);
  expect((await site.tables.items("Keys")).some(({ pk }) => pk === asked.pk)).toBe(true);
  expect(await lastLetters(site, asked.email)).toHaveLength(1);
});

it("Where a holder cannot be reached the request ends up with the staff, who try once more", async () => {
  const asked = await asking(site);
  const reference = await sendForm(site, asked.email);
  await site.buckets.put("StoresAttachments", `${asked.subject}/${reference}/cv`, "sealed");
  const heal = site.gateway.inject({
    ...{ caller: "ErasureErase", action: "s3:ListObjectsV2", when: "before" },
    times: Number.POSITIVE_INFINITY,
  });
  await confirmed(site, asked);
  const listed = JSON.parse((await staff.desk("--json", "list")).out) as {
    requests: Record<string, unknown>[];
  };
  expect(listed.requests.find((one) => one.reference === asked.reference)).toMatchObject({
    ...{ status: "awaiting-person", needsPerson: true },
    waitsFor: expect.stringContaining("TryAgain"),
  });
  // By these lines the alarms know: such an execution is still running.
  expect(lines("handed to a person")).toContainEqual({ reference: asked.reference, outcome: "TryAgain" });
  expect(lines("waits for a decision").map(({ reference }) => reference)).not.toContain(asked.reference);
  expect((await staff.desk("refuse", asked.reference, "--ground", "unfounded")).err).toContain("has begun");
  expect(await lastLetters(site, asked.email)).toEqual([]);
  heal();
  expect((await staff.desk("approve", asked.reference)).code).toBe(0);
  await settled(site);
  expect(await site.tables.record(asked.reference)).toMatchObject({ status: "completed" });
  expect(await personal(site, asked.pk)).toEqual([]);
  expect([...(await site.buckets.everything()).keys()].filter((key) => key.includes(asked.subject))).toEqual(
    [],
  );
  expect(await lastLetters(site, asked.email)).toHaveLength(1);
}, 120_000);
