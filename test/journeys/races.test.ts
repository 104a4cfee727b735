import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { json } from "./visitor.ts";

const site = await given.localStack();

async function erasure() {
  const email = given.address();
  const sender = site.browser();
  await sender.post("/rights/erase", json(given.request(email)));
  return { email, sender, ...(await site.inbox.letterTo(email)) };
}

async function letterCount(email: string) {
  const letters = await site.inbox.lettersTo(email);
  return {
    confirm: letters.filter(({ token }) => token !== "").length,
    received: letters.filter(({ statusToken }) => statusToken !== "").length,
  };
}

const redeem = (body: object) => site.program().post("/verify", json(body));

describe("64 clicks at once", () => {
  it("in the browser that asked for an erasure start it once, and all are told that it is confirmed", async () => {
    const { sender, email, token, reference } = await erasure();
    const click = () => sender.post("/verify", json({ token }), { accept: "application/json" });
    const answers = await Promise.all(Array.from({ length: 64 }, click));
    for (const answer of answers) expect(answer.json()).toEqual({ status: "confirmed", reference });
    expect(await letterCount(email)).toEqual({ confirm: 1, received: 1 });
    expect(await site.tables.record(reference)).toMatchObject({ verifiedAt: expect.any(String) });
  });

  it("with the code start it once; five codes are judged, and who comes later is told or asked again", async () => {
    const { email, token, code, reference } = await erasure();
    const answers = await Promise.all(Array.from({ length: 64 }, () => redeem({ token, code })));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect((await redeem({ token })).json()).toEqual({ status: "confirmed", reference });
    expect(await letterCount(email)).toEqual({ confirm: 1, received: 1 });
  });

  it("on a form's link confirm it once, with one consent", async () => {
    const email = given.address();
    await site.program().post("/forms/newsletter", json(given.newsletter(email)));
    const { token, reference } = await site.inbox.letterTo(email);
    const answers = await Promise.all(Array.from({ length: 64 }, () => redeem({ token })));
    for (const answer of answers) expect(answer.json()).toEqual({ status: "confirmed", reference });
    const consents = (await site.tables.recordsAbout(reference)).filter(({ sk }) =>
      sk?.startsWith("consent#"),
    );
    expect(consents).toHaveLength(1);
    expect(consents[0]?.confirmedAt).toBe((await site.tables.record(reference)).confirmedAt);
  });
});

describe("sixteen first forms of somebody at once", () => {
  it("are all taken, each opens, and the person has one key", async () => {
    const email = given.address();
    const form = json(given.newsletter(email));
    const sent = await Promise.all(
      Array.from({ length: 16 }, () => site.program().post("/forms/newsletter", form)),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([202]));
    await site.settled();
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    const { pk } = await site.tables.record(String(sent[0]?.json().reference));
    const { Keys, Records } = await site.tables.everything();
    expect(Keys.filter((key) => key.pk === pk)).toHaveLength(1);
    expect(Records.filter((item) => item.pk === pk && item.sk?.startsWith("submission#"))).toHaveLength(16);
    expect(site.logs()).not.toContain("SealBroken");
  });
});

describe("1,000 wrong codes at once", () => {
  it("are at most five tries, and then the right code does not help either, but a new letter does", async () => {
    const { email, code, reference, token } = await erasure();
    const wrong = (n: number) => {
      const guess = String(n).padStart(8, "0");
      return guess === code ? "ZZZZZZZZ" : guess;
    };
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => redeem({ reference, code: wrong(n) })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await site.tables.verification(reference))?.codeTries).toBe(5);
    expect((await redeem({ reference, code })).status).toBe(404);
    expect((await redeem({ token, code })).status).toBe(409);
    expect((await site.tables.record(reference)).status).toBe("awaiting-verification");

    await site.tables.forgetLettersTo(reference);
    expect((await site.program().post("/sent", json({ reference }))).status).toBe(202);
    const fresh = await site.inbox.letterTo(email);
    expect(fresh.code).not.toBe(code);
    expect((await redeem({ reference, code: fresh.code })).status).toBe(200);
  });
});
