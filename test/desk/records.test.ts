import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { Buckets } from "../journeys/buckets.ts";
import { apply, write } from "../journeys/exporting.ts";
import { requestOf, staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);
const folder = mkdtempSync(join(tmpdir(), "habeas-desk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFours = (reference: string) => reference.replace(/(.{4})(?=.)/g, "$1-");
const history = async (reference: string) =>
  (await stack.tables.items("Audit"))
    .filter(({ pk }) => pk === `request#${reference}`)
    .map(({ what, by, details }) => [what, by, ...(details === undefined ? [] : [details])]);

/** As it is after eight days: nobody knows any more whose the reference is. */
async function forgetLetter(reference: string): Promise<void> {
  const lookup = (await stack.tables.items("Fleeting")).find(({ pk }) => pk === `reference#${reference}`);
  if (lookup !== undefined) await stack.tables.remove("Fleeting", lookup);
}

describe("a record at the desk", () => {
  it("is shown by its reference: what it is and which files came with it, and nothing of what it says", async () => {
    const email = given.address();
    const reference = await apply(stack, email);
    const { code, out } = await staff.desk("show", inFours(reference).toLowerCase());
    expect(code).toBe(0);
    for (const words of [inFours(reference), "job-application", "confirmed", "cv: application/pdf, 16 bytes"])
      expect(out).toContain(words);
    expect(out).not.toMatch(/Engineer|Ann|@/);
    expect(await history(reference)).toEqual([]);
  });

  it("is opened with --reveal, words and masks, and who looked stands in its history", async () => {
    const email = given.address();
    const reference = await write(stack, email, "My neighbour\nMax Muster saw it.");
    await staff.desk("mask", reference, "--field", "message", "--words", "Max Muster");
    const { code, out } = await staff.desk("show", reference, "--reveal");
    expect(code).toBe(0);
    expect(out).toContain("  message: My neighbour\n      Max Muster saw it.");
    expect(out).toContain("message: Max Muster");
    expect(out).toContain(email);
    expect(out).toContain("record shown, by tess");
    expect(await history(reference)).toEqual([
      ["masked", "tess", { masks: 1 }],
      ["record shown", "tess"],
    ]);
    const json = JSON.parse((await staff.desk("--json", "show", reference, "--reveal")).out);
    expect(json.record.answers.message).toBe("My neighbour\nMax Muster saw it.");
    expect(stack.logs()).not.toContain("Muster");
  });

  it("has its files saved, each look noted; nothing on the disk is overwritten", async () => {
    const reference = await apply(stack, given.address());
    const to = join(folder, "cv.pdf");
    const { code, out } = await staff.desk("show", reference, "--file", "cv", "--to", to);
    expect([code, out]).toEqual([0, expect.stringContaining("16 bytes")]);
    expect(readFileSync(to, "utf8")).toBe("%PDF-1.7 my life");
    expect(statSync(to).mode & 0o077).toBe(0);
    expect(await history(reference)).toEqual([["file shown", "tess", { field: "cv" }]]);

    writeFileSync(to, "something else");
    const again = await staff.desk("show", reference, "--file", "cv", "--to", to);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("there is something already")]);
    expect(readFileSync(to, "utf8")).toBe("something else");
    expect(await history(reference)).toHaveLength(1);
    const none = join(folder, "none");
    const missing = await staff.desk("show", reference, "--file", "coverLetter", "--to", none);
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining("came with: cv")]);
    expect(existsSync(none)).toBe(false);
  });

  it("that is older than its letter is found by the person's address, or a request of theirs, and by nobody else's", async () => {
    const { email, reference: request } = await requestOf(stack, "complaint");
    const reference = await write(stack, email, "Hello");
    await forgetLetter(reference);
    const alone = await staff.desk("show", reference);
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining("--email")]);
    for (const whose of [
      ["--email", ` ${email.toUpperCase()}`],
      ["--of", request],
    ])
      expect((await staff.desk("show", reference, ...whose, "--reveal")).out).toContain("message: Hello");
    const other = await staff.desk("show", reference, "--email", given.address());
    expect([other.code, other.err]).toEqual([1, expect.stringContaining("no record")]);
    const nobody = await staff.desk("show", reference, "--email", "ann at example");
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining("no record")]);
  });

  it("of a request that waits is named there: what there is to look at", async () => {
    const { email, reference } = await requestOf(stack, "complaint");
    const application = await apply(stack, email);
    expect((await staff.desk("show", reference)).out).toContain(
      `Job applications:\n  ${inFours(application)}`,
    );
    expect((await staff.desk("show", application, "--of", reference, "--reveal")).out).toContain("Engineer");
  });

  it("whose key or whose file is gone, or does not open, is said to be", async () => {
    const email = given.address();
    const reference = await apply(stack, email);
    const { pk = "" } = await stack.tables.record(reference);
    const buckets = new Buckets(stack);
    const key = `${pk.slice("subject#".length)}/${reference}/cv`;
    await buckets.put("StoresAttachments", key, "not what it was");
    const file = ["--file", "cv", "--to", join(folder, "broken")] as const;
    expect((await staff.desk("show", reference, ...file)).err).toContain("does not open");
    await buckets.remove("StoresAttachments", key);
    expect((await staff.desk("show", reference, ...file)).err).toContain("is gone");
    const wrapped = (await stack.tables.items("Keys")).find((row) => row.pk === pk);
    if (wrapped !== undefined) await stack.tables.remove("Keys", wrapped);
    expect((await staff.desk("show", reference, "--reveal")).out).toContain("nobody can read it any more");
  });
});

it("a file needs a place to go to, and a place a file", async () => {
  for (const words of [
    ["--file", "cv"],
    ["--to", "x"],
  ])
    expect(await staff.desk("show", "7Q2M0V9K4XBD1RTP", ...words)).toMatchObject({ code: 2 });
});
