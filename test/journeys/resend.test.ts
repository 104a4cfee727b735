import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { json, urlencoded } from "./visitor.ts";

const site = await given.localStack();

async function pending() {
  const email = given.address();
  await site.program().post("/rights/erase", json(given.request(email)));
  return { email, ...(await site.inbox.letterTo(email)) };
}

/** Asks for one more letter, as if the address had had none today. */
async function askAgain(reference: string) {
  await site.tables.forgetLettersTo(reference);
  const asked = await site.program().post("/sent", json({ reference }));
  expect([asked.status, asked.json()]).toEqual([202, { reference }]);
}

const redeem = (body: object) => site.program().post("/verify", json(body));

describe("a letter that is sent again", () => {
  it("has a new code in place of the old; the old link works on", async () => {
    const first = await pending();
    await askAgain(first.reference);
    const second = await site.inbox.letterTo(first.email);
    expect(second.reference).toBe(first.reference);
    expect(second.token).not.toBe(first.token);
    expect(second.code).not.toBe(first.code);
    expect((await redeem({ reference: first.reference, code: first.code })).status).toBe(404);
    expect((await redeem({ token: first.token, code: first.code })).status).toBe(409);
    expect((await redeem({ token: first.token, code: second.code })).status).toBe(200);
    expect((await redeem({ token: second.token })).status).toBe(200);
  });

  it("comes at most three times, then no more, with the same answer", async () => {
    const { email, reference } = await pending();
    for (const letters of [2, 3, 4, 4, 4]) {
      await askAgain(reference);
      expect(await site.inbox.lettersTo(email)).toHaveLength(letters);
    }
  });

  it("does not come for what is confirmed", async () => {
    const { email, reference, token, code } = await pending();
    await redeem({ token, code });
    const before = (await site.inbox.lettersTo(email)).length;
    await askAgain(reference);
    expect(await site.inbox.lettersTo(email)).toHaveLength(before);
  });

  it("does not come once the time to confirm is over: its link would open nothing", async () => {
    const { email, reference } = await pending();
    const record = await site.tables.record(reference);
    await site.tables.put("Records", { ...record, due: new Date().toISOString().slice(0, 10) });
    await askAgain(reference);
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
  });

  it("is not added while the one before still waits for its turn, however often it is asked for", async () => {
    const { email } = await pending();
    const second = await site.program().post("/rights/erase", json(given.request(email)));
    const { reference } = second.json() as { reference: string };
    await site.settled();
    for (let n = 0; n < 3; n += 1) {
      const asked = await site.program().post("/sent", json({ reference }));
      expect([asked.status, asked.json()]).toEqual([202, { reference }]);
      await site.settled();
    }
    const kept = (await site.tables.recordsAbout(reference)).map(({ sk }) => sk);
    expect(kept.filter((sk) => sk?.startsWith("outbox#"))).toEqual([`outbox#${reference}`]);
    expect(await site.tables.verification(reference)).toMatchObject({ resent: 0 });
  });

  it("obeys the letters of the address: asked for at once it waits", async () => {
    const { email, reference } = await pending();
    expect((await site.program().post("/sent", json({ reference }))).status).toBe(202);
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
  });
});

describe("the page that asks for it", () => {
  it("works without script, from the reference as the letter writes it", async () => {
    const { email, reference, text } = await pending();
    await site.tables.forgetLettersTo(reference);
    const written = /^Reference: (\S+)$/m.exec(text)?.[1]?.toLowerCase();
    const browser = site.browser();
    const asked = await browser.post("/sent", urlencoded({ reference: written }));
    expect([asked.status, asked.headers.location]).toEqual([303, `/sent?reference=${reference}&again=1`]);
    expect((await browser.follow(asked)).status).toBe(200);
    expect(await site.inbox.lettersTo(email)).toHaveLength(2);
    const confirmed = await browser.post(
      "/verify",
      urlencoded({ reference: written, code: (await site.inbox.letterTo(email)).code.toLowerCase() }),
    );
    expect(confirmed.status).toBe(200);
  });

  it.each(["", "0", "0123-4567", "<script>", "u".repeat(16)])(
    "refuses what is no reference: %j",
    async (reference) => {
      const refused = await site.program().post("/sent", json({ reference }));
      expect(refused.status).toBe(422);
      expect(refused.json().type).toMatch(/\/reference-wrong$/);
    },
  );
});
