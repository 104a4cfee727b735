import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { assemblyWith } from "./erasing.ts";
import { json, urlencoded } from "./visitor.ts";

const site = await given.localStack();
const SEND = "ses:SendRawEmail";
const FOR_EVER = Number.POSITIVE_INFINITY;

describe("while the mail service is away", () => {
  it.each([
    ["unavailable", "unavailable"],
    ["throttled", "throttled"],
  ] as const)(
    "(%s) a form is taken, and its letter goes out once when the service is back",
    async (_, as) => {
      const email = given.address();
      const back = site.gateway.inject({ action: SEND, when: "before", times: 3, as });
      const sent = await site.program().post("/forms/newsletter", json(given.newsletter(email)));
      expect(sent.status).toBe(202);
      expect(await site.inbox.lettersTo(email)).toHaveLength(1);
      back();
      const { token } = await site.inbox.letterTo(email);
      expect((await site.program().post("/verify", json({ token }))).status).toBe(200);
    },
  );

  it("an answer that got lost is not asked for with a second letter, and the person can have another", async () => {
    const email = given.address();
    site.gateway.inject({ action: SEND, when: "before", times: 1, as: "cut" });
    const sent = await site.program().post("/forms/newsletter", json(given.newsletter(email)));
    expect(await site.inbox.lettersTo(email)).toHaveLength(0);
    const { reference } = sent.json() as { reference: string };
    await site.tables.forgetLettersTo(reference);
    expect((await site.program().post("/sent", json({ reference }))).status).toBe(202);
    const { token } = await site.inbox.letterTo(email);
    expect((await site.program().post("/verify", json({ token }))).status).toBe(200);
  });

  it("longer than the stream tries, the letter stays in the outbox and the schedule sends it", async () => {
    const email = given.address();
    const back = site.gateway.inject({ action: SEND, when: "before", times: FOR_EVER });
    const sent = await site.program().post("/forms/newsletter", json(given.newsletter(email)));
    const { reference } = sent.json() as { reference: string };
    const [entry] = (await site.tables.recordsAbout(reference)).filter(({ sk }) => sk?.startsWith("outbox#"));
    if (entry === undefined) throw new Error("there is no outbox entry");
    // As if five minutes had passed.
    await site.tables.put("Records", { ...entry, notBefore: "2026-01-01T00:00:00.000Z" });
    back();
    await site.runSchedules();
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    expect((await site.tables.recordsAbout(reference)).map(({ sk }) => sk)).toEqual([
      `submission#${reference}`,
    ]);
  });
});

describe("while the tables are away", () => {
  it("a browser gets the form back with all that was typed, and what is sent again is taken", async () => {
    const [browser, message] = [site.browser(), "What took an hour to write"];
    const filled = urlencoded({ name: "Ann", email: given.address(), message });
    const back = site.gateway.inject({
      action: "dynamodb:TransactWriteItems",
      caller: "Intake",
      when: "before",
      times: FOR_EVER,
    });
    const page = await browser.post("/forms/contact", filled);
    back();
    expect([page.status, page.headers["retry-after"]]).toEqual([503, "60"]);
    expect(page.text).toContain(message);
    expect((await browser.post("/forms/contact", filled)).status).toBe(303);
  });
});

describe("a mail service that is away for a while", () => {
  it("takes nothing from the hour's letters: whatever was tried meanwhile goes out when it is back", async () => {
    const few = await given.localStack({ assembly: assemblyWith({ LETTERS_PER_HOUR: "2" }) });
    const emails = [given.address(), given.address()];
    const back = few.gateway.inject({ action: SEND, when: "before", times: FOR_EVER });
    for (const email of emails) await few.program().post("/forms/newsletter", json(given.newsletter(email)));
    const tries = () => few.calls().filter(({ fault }) => fault !== undefined).length;
    await expect.poll(tries, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
    back();
    await few.settled();
    for (const email of emails) expect(await few.inbox.lettersTo(email)).toHaveLength(1);
  });
});

describe("what waits in the outbox", () => {
  /** A letter that has to wait, as another went to the address just now; but its turn has come. */
  async function waitingLetter() {
    const email = given.address();
    const form = json(given.newsletter(email));
    await site.program().post("/forms/newsletter", form);
    await site.settled();
    const sent = await site.program().post("/forms/newsletter", form);
    await site.settled();
    const reference = String(sent.json().reference);
    await site.tables.forgetLettersTo(reference);
    const entry = (await site.tables.recordsAbout(reference)).find(({ sk }) => sk === `outbox#${reference}`);
    if (entry === undefined) throw new Error("the letter does not wait");
    await site.tables.put("Records", { ...entry, notBefore: "2026-01-01T00:00:00.000Z" });
    return { email, reference, pk: entry.pk };
  }
  const entries = async (reference: string) =>
    (await site.tables.recordsAbout(reference)).filter(({ sk }) => sk === `outbox#${reference}`);

  it("is not held up by 250 older entries that fail however often they are tried", async () => {
    const { email, reference, pk } = await waitingLetter();
    const broken = Array.from({ length: 250 }, (_, n) => ({
      ...{ pk, sk: `broken#${n}`, waiting: "letter", notBefore: "2025-01-01T00:00:00.000Z" },
    }));
    await site.tables.putAll("Records", broken);
    await site.runSchedules();
    expect(await site.inbox.lettersTo(email)).toHaveLength(2);
    await site.runSchedules();
    expect((await site.tables.items("Records")).filter(({ holder }) => holder !== undefined)).toEqual([]);
    expect(await entries(reference)).toEqual([]);
    for (const item of broken) await site.tables.remove("Records", item);
  });

  it("is let go where nothing can be confirmed any more, as after a restore of the records alone", async () => {
    const { email, reference } = await waitingLetter();
    const verification = await site.tables.verification(reference);
    if (verification === undefined) throw new Error("nothing waits to be confirmed");
    await site.tables.remove("Fleeting", verification);
    await site.runSchedules();
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
    expect(await entries(reference)).toEqual([]);
  });
});

describe("when the process is killed between the form and its letter", () => {
  it("the letter goes out after the restart, once, and its link confirms", async () => {
    const data = given.dataFolder();
    const before = await given.localStack({ data });
    const email = given.address();
    before.gateway.inject({ action: SEND, when: "before", times: FOR_EVER });
    const sent = await before.program().post("/forms/newsletter", json(given.newsletter(email)));
    expect(sent.status).toBe(202);
    await before.crash();

    const after = await given.localStack({ data });
    const letters = await after.inbox.lettersTo(email);
    expect(letters).toHaveLength(1);
    const confirmed = await after.program().post("/verify", json({ token: letters[0]?.token }));
    expect(confirmed.json()).toEqual({ status: "confirmed", ...(sent.json() as { reference: string }) });
    await after.crash();

    const again = await given.localStack({ data });
    expect(await again.inbox.lettersTo(email)).toHaveLength(1);
    expect((await again.program().post("/verify", json({ token: letters[0]?.token }))).status).toBe(200);
  });
});
