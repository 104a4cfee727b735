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
    const receivedAt = "2026-01-05T12:00:00.000Z";
    await stack.tables.put("Records", { ...(await stack.tables.record(reference)), receivedAt });

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

  it("cannot be decided about before the application came, which would erase it at once", async () => {
    const { email, reference } = await application();
    const before = await stack.tables.record(reference);
    const { code, err } = await staff.desk("decided", reference, "--email", email, "--on", "2025-11-20");
    expect(code).toBe(1);
    expect(err).toContain(`came on ${String(before.receivedAt).slice(0, 10)}`);
    expect(err).toContain("--on");
    expect(await stack.tables.record(reference)).toEqual(before);
    expect((await staff.desk("decided", reference, "--email", email, "--on", today)).code).toBe(0);
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

/** As a week later: by then nothing says any more whose a form's reference is. */
async function weekLater(reference: string): Promise<void> {
  const known = (await stack.tables.items("Fleeting")).filter(({ pk }) => pk === `reference#${reference}`);
  expect(known).toHaveLength(1);
  for (const item of known) await stack.tables.remove("Fleeting", item);
}

describe("a person who has only sent a form, longer than a week ago", () => {
  const why = ["--ground", "legal-claim", "--citation", "case 12 O 34/26", "--until", "2099-06-30"];

  it("is held by the address, once however often it is asked for, and the address is written down nowhere", async () => {
    const { email, reference } = await application();
    await weekLater(reference);
    const unknown = await staff.desk("hold", reference, "--scope", "everything", ...why);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("--email")]);

    const held = await staff.desk("hold", "--email", email, "--scope", "everything", ...why);
    const again = await staff.desk(
      "hold",
      "--email",
      ` ${email.toUpperCase()} `,
      "--scope",
      "everything",
      ...why,
    );

    expect([held.code, held.err]).toEqual([0, ""]);
    expect(again.out).toBe(held.out);
    const refused = await staff.desk("hold", "--email", given.address(), "--scope", "everything", ...why);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining("Nothing is held of this address"),
    ]);
    const { pk } = await stack.tables.record(reference);
    const holds = (await stack.tables.items("Records")).filter(({ sk }) => sk?.startsWith("hold#"));
    expect(holds.map((hold) => hold.pk)).toEqual([pk]);
    const sinks = [stack.logs(), JSON.stringify(await stack.tables.everything())];
    for (const sink of sinks) expect(sink.toLowerCase()).not.toContain(email);

    const [{ id } = { id: "" }] = holds;
    expect((await staff.desk("holds")).out).toContain(id);
    expect((await staff.verifyAudit()).code).toBe(0);
    expect(await staff.desk("release", `${id}`)).toMatchObject({ code: 0, err: "" });
    const { Audit } = await stack.tables.everything();
    const history = Audit.filter((event) => event.reference === `${id}`.slice(0, 16));
    expect(history.map(({ what, by }) => `${what} by ${by}`)).toEqual([
      "hold placed by tess",
      "hold released by tess",
    ]);
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it("is held with one form or one record of theirs, and with no record of somebody else", async () => {
    const [{ email, reference }, stranger] = [await application(), await application()];
    await weekLater(reference);
    for (const scope of [
      ["record", reference],
      ["form", "job-application"],
    ])
      expect(await staff.desk("hold", "--email", email, "--scope", ...scope, ...why)).toMatchObject({
        code: 0,
      });
    const foreign = ["record", stranger.reference];
    expect((await staff.desk("hold", "--email", email, "--scope", ...foreign, ...why)).code).toBe(1);
    const nobody = await staff.desk("hold", "--email", "ann at example", "--scope", "everything", ...why);
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining("not an e-mail address")]);
  });

  it("has a record flagged and masked by the address, and by no other", async () => {
    const { email, reference } = await application();
    await weekLater(reference);
    const unknown = await staff.desk("flag", reference);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("--email")]);
    expect((await staff.desk("flag", reference, "--email", given.address())).code).toBe(1);

    expect(await staff.desk("flag", reference, "--email", email)).toMatchObject({ code: 0, err: "" });

    expect(await stack.tables.record(reference)).toHaveProperty("flaggedAt");
    const { code, out } = await staff.desk(
      "mask",
      reference,
      "--email",
      email,
      "--field",
      "name",
      "--words",
      "with an accent",
    );
    expect([code, out]).toEqual([0, expect.stringContaining("1 mask")]);
    expect((await staff.desk("unmask", reference, "--email", email)).code).toBe(0);
    expect((await staff.desk("unflag", reference, "--email", email)).code).toBe(0);
  });
});
