import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { urlencoded } from "../journeys/visitor.ts";
import { staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);
const RECEIVED = "2026-01-05T12:00:00.000Z";

/** A confirmed account of a while ago. */
async function account(more: object = {}): Promise<{ readonly email: string; readonly reference: string }> {
  const email = given.address("holder");
  const browser = stack.browser();
  const filled = { name: "Ann", email, birthDate: "1980-01-31", country: "DE" };
  await browser.post("/forms/account", urlencoded(filled));
  const { token, code, reference } = await stack.inbox.letterTo(email);
  const confirmed = await browser.post("/verify", urlencoded({ token, code }));
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  const record = await stack.tables.record(reference);
  await stack.tables.put("Records", { ...record, receivedAt: RECEIVED, ...more });
  return { email, reference };
}

describe("an account", () => {
  it("is kept while it is open, and is gone thirty days after the staff says that it was closed", async () => {
    const { email, reference } = await account();
    expect(await stack.tables.record(reference)).not.toHaveProperty("due");

    const noted = await staff.desk("closed", reference, "--email", email, "--on", "2026-03-31");

    expect([noted.code, noted.out]).toEqual([0, expect.stringContaining("2026-05-01")]);
    expect(await stack.tables.record(reference)).toMatchObject({
      ...{ retention: "account-closed", clockStart: "2026-03-31" },
      ...{ due: "2026-05-01", dueAs: "account-closed", shard: expect.any(String) },
    });
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it("that was closed on another day is told so once more", async () => {
    const { email, reference } = await account();
    await staff.desk("closed", reference, "--email", email, "--on", "2026-03-31");
    expect((await staff.desk("closed", reference, "--email", email, "--on", "2026-04-01")).code).toBe(0);
    expect(await stack.tables.record(reference)).toMatchObject({ due: "2026-05-02" });
  });

  it("that was closed by mistake is kept again as long as it exists", async () => {
    const { email, reference } = await account();
    const before = await stack.tables.record(reference);
    await staff.desk("closed", reference, "--email", email, "--on", "2026-03-31");

    const noted = await staff.desk("reopened", reference, "--email", email);

    expect([noted.code, noted.err]).toEqual([0, ""]);
    expect(await stack.tables.record(reference)).toEqual(before);
    expect((await staff.desk("reopened", reference, "--email", email)).code).toBe(1);
    const history = (await stack.tables.items("Audit")).filter((event) => event.reference === reference);
    expect(history.map(({ what }) => what).sort()).toEqual(["account closed", "account reopened"]);
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it.each([
    ["before it was opened", "2026-01-04", "came on 2026-01-05"],
    ["on a day to come", "2999-01-01", "still to come"],
  ])("is not closed %s", async (_, on, words) => {
    const { email, reference } = await account();
    const before = await stack.tables.record(reference);
    const { code, err } = await staff.desk("closed", reference, "--email", email, "--on", on);
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect(await stack.tables.record(reference)).toEqual(before);
  });

  it("is no application, and an application is no account", async () => {
    const { email, reference } = await account();
    const decided = await staff.desk("decided", reference, "--email", email, "--on", "2026-03-31");
    expect([decided.code, decided.err]).toEqual([1, expect.stringContaining("no confirmed application")]);
    const stranger = await staff.desk("closed", reference, "--email", given.address(), "--on", "2026-03-31");
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining("no confirmed account")]);
  });

  it.each([
    ["a legal hold", "legal-claim"],
    ["An open request", "open-request"],
  ])("is not closed while %s keeps it from being erased", async (words, ground) => {
    const { email, reference } = await account({ retained: { ground, citation: "x", until: "2030-01-01" } });
    const { code, err } = await staff.desk("closed", reference, "--email", email, "--on", "2026-03-31");
    expect([code, err.toLowerCase()]).toEqual([1, expect.stringContaining(words.toLowerCase())]);
  });
});
