import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { fillIn, formWith } from "../journeys/fill.ts";
import { multipart, urlencoded } from "../journeys/visitor.ts";
import { staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);

/** A confirmed application, of somebody who did not ask to be kept longer. */
async function application(): Promise<{ readonly email: string; readonly reference: string }> {
  const email = given.address("applicant");
  const browser = stack.browser();
  const page = await browser.get("/forms/job-application");
  const { keepLonger: _, ...filled } = fillIn(formWith(page.text, "email"), email);
  await browser.post("/forms/job-application", await multipart(filled));
  const { token, code, reference } = await stack.inbox.letterTo(email);
  const confirmed = await browser.post("/verify", urlencoded({ token, code }));
  if (confirmed.status !== 200) throw new Error(confirmed.text);
  return { email, reference };
}

const today = new Date().toISOString().slice(0, 10);

describe("a person at the desk", () => {
  it("is found by the address: what there is, and until when, and nothing of what it says", async () => {
    const { email, reference } = await application();

    const found = await staff.desk("--json", "person", ` ${email.toUpperCase()} `);

    expect(found.code).toBe(0);
    const { records } = JSON.parse(found.out);
    expect(records).toEqual([
      expect.objectContaining({ reference, form: "job-application", status: "confirmed" }),
    ]);
    expect(found.out).not.toContain(email);
    const words = await staff.desk("person", email);
    expect(words.out).toMatch(/job-application\s+confirmed/);
  });

  it.each([
    ["whom nobody knows", given.address("nobody"), 0, "Nothing is held"],
    ["without an address", "ann at example", 1, "not an e-mail address"],
  ])("%s is answered plainly", async (_, email, code, words) => {
    const answer = await staff.desk("person", email);
    expect([answer.code, answer.out + answer.err]).toEqual([code, expect.stringContaining(words)]);
  });

  it("whose application was decided is forgotten six months after that, and the history says so", async () => {
    const { email, reference } = await application();

    const noted = await staff.desk("decided", reference, "--email", email, "--on", "2026-01-31");

    expect([noted.code, noted.out]).toEqual([0, expect.stringContaining("2026-08-01")]);
    expect(await stack.tables.record(reference)).toMatchObject({
      clockStart: "2026-01-31",
      due: "2026-08-01",
    });
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it.each([
    ["a day to come", "2999-01-01", "still to come"],
    ["no day", "yesterday", "must be a day"],
  ])("cannot be decided about on %s", async (_, on, words) => {
    const { email, reference } = await application();
    const { code, err } = await staff.desk("decided", reference, "--email", email, "--on", on);
    expect([code > 0, err]).toEqual([true, expect.stringContaining(words)]);
  });

  it("is not decided about by somebody else's address, nor while a hold keeps the application", async () => {
    const { email, reference } = await application();
    const stranger = await staff.desk("decided", reference, "--email", given.address(), "--on", today);
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining("no confirmed application")]);

    await stack.tables.put("Records", {
      ...(await stack.tables.record(reference)),
      retained: { ground: "legal-claim", citation: "case 12", until: "2030-01-01" },
    });
    const held = await staff.desk("decided", reference, "--email", email, "--on", today);
    expect([held.code, held.err]).toEqual([1, expect.stringContaining("legal hold")]);
  });
});
