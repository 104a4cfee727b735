import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { Right } from "../../functions/policy/rights.ts";
import { type Proof, proofFor } from "../../functions/policy/verification-matrix.ts";
import { given } from "../given.ts";
import { settled } from "./erasing.ts";
import { formWith } from "./fill.ts";
import { json, urlencoded, type Visitor } from "./visitor.ts";

const site = await given.localStack();
const details = "Please correct my name";

/** A request that waits for its proof: who sent it, and what their letter said. */
async function sent(right: Right, residence = "DE") {
  const email = given.address();
  const sender = site.browser();
  const child = right === "report-a-child" ? { childEmail: "child@example.org" } : {};
  const answer = await sender.post(
    `/rights/${right}`,
    urlencoded({ ...given.request(email, residence), details, ...child }),
  );
  if (answer.status !== 303) throw new Error(answer.text);
  return { email, sender, letter: await site.inbox.letterTo(email) };
}

/** A machine may have taken it up already. */
const isVerified = async (reference: string) => {
  const { status, verifiedAt } = await site.tables.record(reference);
  expect(status === "awaiting-verification").toBe(verifiedAt === undefined);
  return verifiedAt !== undefined;
};

/** What each way of confirming is answered with, for every proof that a right can ask. */
const matrix: Readonly<Record<Exclude<Proof, "none">, Readonly<Record<string, number>>>> = {
  link: { "link elsewhere": 200, "link, same browser": 200, "link and code": 200, "code alone": 200 },
  "link-and-same-person": {
    "link elsewhere": 409,
    "link, same browser": 200,
    "link and code": 200,
    "code alone": 200,
  },
  "link-and-code": {
    "link elsewhere": 409,
    "link, same browser": 409,
    "link and code": 200,
    "code alone": 409,
  },
};
type Sent = Awaited<ReturnType<typeof sent>>;
const ways: Readonly<Record<string, (request: Sent) => readonly [Visitor, Record<string, string>]>> = {
  "link elsewhere": ({ letter }) => [site.program(), { token: letter.token }],
  "link, same browser": ({ letter, sender }) => [sender, { token: letter.token }],
  "link and code": ({ letter }) => [site.program(), { token: letter.token, code: letter.code }],
  "code alone": ({ letter }) => [site.program(), { reference: letter.reference, code: letter.code }],
};
const cases = Right.options.flatMap((right) => {
  const proof = proofFor(right);
  return proof === "none"
    ? []
    : Object.entries(matrix[proof]).map(([way, answer]) => [right, way, answer] as const);
});

describe("a rights request is confirmed by the proof its row asks, and by nothing less", () => {
  it.each(cases)("%s by %s: %i", async (right, way, answer) => {
    const request = await sent(right);
    const [visitor, shown] = ways[way]?.(request) ?? [site.program(), {}];
    const reply = await visitor.post("/verify", json(shown), { accept: "application/json" });
    expect(reply.status, reply.text).toBe(answer);
    const missing = way === "code alone" ? "link" : "code";
    if (answer === 409) expect(reply.json().type).toBe(`${site.url}/problems/${missing}-required`);
    expect(await isVerified(request.letter.reference)).toBe(answer === 200);
  });
});

describe("an erasure confirmed from another browser", () => {
  it("asks for the code on a page, and the code of the letter is enough", async () => {
    const { letter } = await sent("erase");
    const other = site.browser();
    const asked = await other.post("/verify", urlencoded({ token: letter.token }));
    expect(asked.status).toBe(409);
    const hidden = formWith(asked.text, "token", "code").controls.find(({ name }) => name === "token");
    expect(hidden?.value).toBe(letter.token);
    const wrong = await other.post("/verify", urlencoded({ token: letter.token, code: "00000000" }));
    expect(wrong.status).toBe(409);
    expect(wrong.text).toContain("not right");
    const done = await other.post("/verify", urlencoded({ token: letter.token, code: letter.code }));
    expect(done.status).toBe(200);
    expect(await isVerified(letter.reference)).toBe(true);
  });
});

const noProof = Right.options.filter((right) => proofFor(right) === "none");

describe.each(noProof)("%s", (right) => {
  it("is recorded at once, without any question but the address, and the person is told", async () => {
    const email = given.address();
    const body = right === "object" || right === "withdraw" ? { email, details } : { email };
    const answer = await site.program().post(`/rights/${right}`, json(body));
    expect(answer.status, answer.text).toBe(202);
    const letter = await site.inbox.letterTo(email);
    expect(letter.token).toBe("");
    expect(await site.tables.record(letter.reference)).toHaveProperty("verifiedAt");
    expect(await site.tables.verification(letter.reference)).toBeUndefined();
  });
});

describe("the status page", () => {
  it("shows the person's own request once the link of the second letter was exchanged for a session", async () => {
    const { email, sender, letter } = await sent("restrict");
    expect((await site.inbox.letterTo(email)).statusToken).toBe("");
    await sender.post("/verify", urlencoded({ token: letter.token }));
    const { statusToken } = await site.inbox.letterTo(email);
    await settled(site);

    const program = site.program();
    expect((await program.get("/request")).status).toBe(401);
    const opened = await program.post("/request/session", json({ token: statusToken }));
    expect(opened.status).toBe(204);
    const [cookie = ""] = opened.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(
      /^__Host-habeas-request=[\w-]{69}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=1800$/,
    );
    const session = { cookie: cookie.split(";")[0] ?? "" };
    const shown = await program.get("/request", { ...session, accept: "application/json" });
    const { reference } = letter;
    const { receivedAt, dueBy } = await site.tables.record(reference);
    expect(shown.json()).toEqual({
      ...{ reference, right: "restrict", status: "awaiting-person", receivedAt, dueBy },
      receipt: false,
    });

    const browser = site.browser();
    const exchanged = await browser.post("/request/session", urlencoded({ token: statusToken }));
    expect([exchanged.status, exchanged.headers.location]).toEqual([303, "/request"]);
    const page = await browser.get("/request");
    expect(page.text).toContain("waits for a person");
    expect(page.text).not.toContain(email);
  });

  it("opens without script too, for the link of the letter as it was pasted", async () => {
    const { email, sender, letter } = await sent("restrict");
    await sender.post("/verify", urlencoded({ token: letter.token }));
    const { statusToken } = await site.inbox.letterTo(email);
    await settled(site);
    const browser = site.browser();
    const landed = (await browser.get("/request")).text;
    expect(landed).toContain('id="field-link"');
    const form = formWith(landed, "token");
    const pasted = ` ${site.url}/request#${statusToken}\n`;
    const opened = await browser.post(form.action, urlencoded({ token: pasted }));
    expect([opened.status, opened.headers.location]).toEqual([303, "/request"]);
    expect((await browser.get("/request")).text).toContain("waits for a person");
    const cut = await site.browser().post(form.action, urlencoded({ token: pasted.slice(0, -20) }));
    expect(cut.status).toBe(404);
  });
});

describe("the day an answer is due", () => {
  // Today as the strictest reading has it: the receipt day is taken in the regime's westernmost zone.
  const latest = Temporal.Now.plainDateISO("UTC");
  it.each([
    ["erase", "US-CA", "45 days", latest.add({ days: 45 })],
    ["erase", "DE", "one month", latest.add({ months: 1 })],
    ["erase", "GB", "one month", latest.add({ months: 1 })],
    ["erase", "JP", "one month", latest.add({ months: 1 })],
  ] as const)("%s from %s: %s, give or take a weekend", async (right, residence, _rule, expected) => {
    const { letter } = await sent(right, residence);
    const { dueBy } = await site.tables.record(letter.reference);
    const apart = Temporal.PlainDate.from(String(dueBy)).since(expected).days;
    expect(apart).toBeGreaterThanOrEqual(-1);
    expect(apart).toBeLessThanOrEqual(residence === "US-CA" ? 0 : 2);
  });
});
