import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { networkBudgets, spend } from "./networks.ts";
import { json, urlencoded, type Visitor } from "./visitor.ts";

const site = await given.localStack();
const SIX_MINUTES = 6 * 60_000;

const send = (visitor: Visitor, email: string) =>
  visitor.post("/forms/newsletter", json(given.newsletter(email)));
const request = async (email: string) => (await send(site.program(), email)).json() as { reference: string };

describe("a network", () => {
  it("may send 20 forms in ten minutes; then it is asked to wait, and nothing more is kept", async () => {
    const [one, neighbour] = ["127.200.1.1", "127.200.1.254"].map((from) => site.program({ from }));
    if (!one || !neighbour) throw new Error("two visitors are needed");
    const others = (await networkBudgets(site.tables)).map(({ pk }) => pk);
    for (let n = 0; n < 20; n += 1) {
      const sent = n % 2 === 0 ? await send(one, given.address()) : await send(neighbour, given.address());
      expect(sent.status).toBe(202);
    }
    await site.settled();
    const own = (await networkBudgets(site.tables)).filter(({ pk }) => !others.includes(pk));
    expect(own.reduce((sum, { sent }) => sum + Number(sent), 0)).toBe(20);
    // Where the clock has turned in between, two rows have them together.
    await spend(site.tables, own);
    const kept = async () => {
      const { Records, Keys } = await site.tables.everything();
      return { Records, Keys };
    };
    const before = await kept();
    const refused = await send(one, given.address("late"));
    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe("600");
    expect(refused.json().type).toMatch(/\/network-spent$/);
    // Whoever says to come from elsewhere is still where the connection comes from.
    const forwarded = { "x-forwarded-for": "198.51.100.7", forwarded: "for=198.51.100.7" };
    const late = json(given.newsletter(given.address("late")));
    expect((await neighbour.post("/forms/newsletter", late, forwarded)).status).toBe(429);

    const browser = site.browser({ from: "127.200.1.77" });
    const details = "What took an hour to write";
    const filled = { ...given.request(given.address("late")), details };
    const page = await browser.post("/rights/erase", urlencoded(filled));
    expect([page.status, page.headers["retry-after"]]).toEqual([429, "600"]);
    expect(page.text).toContain("Wait ten minutes");
    expect(page.text).toContain(details);
    expect(await kept()).toEqual(before);
    expect((await send(site.program({ from: "127.200.2.1" }), given.address())).status).toBe(202);
  });

  it("is counted by a keyed digest, and its address is kept nowhere", async () => {
    await send(site.program({ from: "127.201.5.9" }), given.address());
    const all = JSON.stringify(await site.tables.everything());
    expect(all).not.toMatch(/127\.201\./);
    expect(site.logs()).not.toMatch(/127\.201\./);
  });
});

describe("an address that has proved nothing", () => {
  /** As if six minutes had passed for the letters to one person. */
  async function letSixMinutesPass(reference: string) {
    const { pk } = await site.tables.record(reference);
    for (const item of await site.tables.items("Fleeting")) {
      if (item.pk !== pk || item.sk !== "budget#letters") continue;
      const letters = (item.letters as { at: number }[]).map((one) => ({ ...one, at: one.at - SIX_MINUTES }));
      await site.tables.put("Fleeting", { ...item, letters });
    }
    for (const item of await site.tables.recordsAbout(reference))
      if (item.sk?.startsWith("outbox#"))
        await site.tables.put("Records", { ...item, notBefore: new Date(0).toISOString() });
    await site.runSchedules();
  }

  it("gets one letter in five minutes and three a day; the others wait, then are withheld", async () => {
    const email = given.address();
    const { reference } = await request(email);
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    await request(email);
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    const waiting = (await site.tables.recordsAbout(reference)).filter(({ sk }) => sk?.startsWith("outbox#"));
    expect(waiting).toHaveLength(1);
    expect(Date.parse(String(waiting[0]?.notBefore))).toBeGreaterThan(Date.now() + 4 * 60_000);
    await site.runSchedules();
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);

    await letSixMinutesPass(reference);
    expect(await site.inbox.lettersTo(email)).toHaveLength(2);
    await request(email);
    await site.settled();
    await letSixMinutesPass(reference);
    expect(await site.inbox.lettersTo(email)).toHaveLength(3);
    await request(email);
    await site.settled();
    await letSixMinutesPass(reference);
    expect(await site.inbox.lettersTo(email)).toHaveLength(3);
    const left = (await site.tables.recordsAbout(reference)).filter(({ sk }) => sk?.startsWith("outbox#"));
    expect(left).toEqual([]);
  });

  it("hears of a withdrawal that needs no proof, also when a stranger has spent its three letters before", async () => {
    const email = given.address();
    const { reference } = await request(email);
    for (let n = 1; n < 3; n += 1) {
      await request(email);
      await site.settled();
      await letSixMinutesPass(reference);
    }
    expect(await site.inbox.lettersTo(email)).toHaveLength(3);
    await site.program().post("/rights/withdraw", json({ email }));
    await site.settled();
    await letSixMinutesPass(reference);
    expect((await site.inbox.letterTo(email)).subject).toBe("Your request is recorded");
  });

  it("does not use up the letters of another", async () => {
    const [one, other] = [given.address(), given.address()];
    await request(one);
    await request(one);
    await request(other);
    expect(await site.inbox.lettersTo(other)).toHaveLength(1);
  });
});
