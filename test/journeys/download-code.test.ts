import { describe, expect, it } from "vitest";
import {
  browserOn,
  codeRow,
  downloadStack,
  historyOf,
  later,
  newCode,
  ready,
  sessionOn,
  slugOf,
} from "./downloading.ts";
import { urlencoded } from "./visitor.ts";

const site = await downloadStack();
const WRONG = "ZZZZZZZZ";

describe("a code", () => {
  it("is judged five times, then only a new letter helps; that its tries were spent is written down once", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    for (let wrong = 0; wrong < 4; wrong += 1)
      expect((await session.post("/request/download", { code: WRONG })).status).toBe(422);
    expect(await historyOf(site, person.reference)).toEqual([]);
    const many = Array.from({ length: 20 }, () => session.post("/request/download", { code: WRONG }));
    for (const { status } of await Promise.all(many)) expect(status).toBe(422);
    expect((await session.post("/request/download", { code })).status).toBe(422);
    expect(await historyOf(site, person.reference)).toEqual(["download code spent"]);

    await later(site, person, 60);
    const fresh = await newCode(site, session, person);
    expect((await session.post("/request/download", { code: fresh })).status).toBe(200);
  });

  it("hands out one link to two who use it at once", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    const both = await Promise.all([1, 2].map(() => session.post("/request/download", { code })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await historyOf(site, person.reference)).toEqual(["downloaded"]);
  });

  it("is for its own request, and so is the code of a letter that confirms", async () => {
    const [one, other] = [await ready(site), await ready(site)];
    const [ours, theirs] = [await sessionOn(site, one), await sessionOn(site, other)];
    const code = await newCode(site, ours, one);
    await newCode(site, theirs, other);
    expect((await theirs.post("/request/download", { code })).status).toBe(422);
    const letters = await site.inbox.lettersTo(other.email);
    const confirming = letters.find(({ token }) => token !== "")?.code;
    expect((await theirs.post("/request/download", { code: confirming })).status).toBe(422);
    expect((await ours.post("/request/download", { code })).status).toBe(200);
  });

  it("lives as long as the letter says, and the newest takes the place of the one before", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const first = await newCode(site, session, person);
    await later(site, person, 60);
    const second = await newCode(site, session, person);
    expect((await session.post("/request/download", { code: first })).status).toBe(422);
    const row = await codeRow(site, person.reference);
    if (row === undefined) throw new Error("no code");
    expect(Number(row.codeExpires) - Date.now() / 1000).toBeLessThanOrEqual(600);
    await site.tables.put("Fleeting", { ...row, codeExpires: Math.floor(Date.now() / 1000) });
    expect((await session.post("/request/download", { code: second })).status).toBe(422);
    await site.tables.put("Fleeting", row);
    expect((await session.post("/request/download", { code: second })).status).toBe(200);
  });

  it("goes out once a minute and five times an hour; who asks sooner is told, and sees the field", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const codes = async () => (await site.inbox.lettersTo(person.email)).filter(isCode).length;
    const isCode = ({ subject }: { subject: string }) => subject === "Your code for the download";
    const asks = await Promise.all(Array.from({ length: 5 }, () => session.post("/request/download")));
    expect([asks.map(({ status }) => status), await codes()]).toEqual([[202, 202, 202, 202, 202], 1]);
    for (let n = 2; n <= 5; n += 1) {
      await later(site, person, 60);
      await newCode(site, session, person);
    }
    await later(site, person, 60);
    const sixth = await session.post("/request/download");
    expect([sixth.status, slugOf(sixth), await codes()]).toEqual([429, "codes-spent", 5]);
    expect(Number(sixth.headers["retry-after"])).toBeGreaterThan(3000);
    const page = await (await browserOn(site, person)).post("/request/download", urlencoded({}));
    expect([page.status, page.text.includes('name="code"')]).toEqual([429, true]);
    await later(site, person, 3600);
    expect((await session.post("/request/download")).status).toBe(202);
  });
});

describe("a call that fails", () => {
  const calls = ["dynamodb:GetItem", "s3:HeadObject", "dynamodb:UpdateItem", "dynamodb:TransactWriteItems"];

  it.each(calls)("hands out nothing: %s; the same code, sent again, does", async (action) => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    await site.settled();
    const back = site.gateway.inject({ action, when: "before", times: 20 });
    const failed = await session.post("/request/download", { code });
    back();
    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(await historyOf(site, person.reference)).toEqual([]);
    expect((await session.post("/request/download", { code })).status).toBe(200);
    expect(await historyOf(site, person.reference)).toEqual(["downloaded"]);
  });

  it.each(calls)("after it took effect is made again, and written down once: %s", async (action) => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    await site.settled();
    const back = site.gateway.inject({ action, when: "after", times: 1 });
    const answer = await session.post("/request/download", { code });
    back();
    expect([answer.status, Object.keys(answer.json())]).toEqual([200, ["url"]]);
    expect(await historyOf(site, person.reference)).toEqual(["downloaded"]);
  });
});
