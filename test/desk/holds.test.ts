import { describe, expect, it } from "vitest";
import type { ShownRequest } from "../../functions/desk/shown-request.ts";
import { given } from "../given.ts";
import { requestOf, staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);
const why = [
  "--ground",
  "legal-claim",
  "--citation",
  "GDPR 17(3)(e), case 12 O 34/26",
  "--until",
  "2099-06-30",
];

async function shown(reference: string): Promise<ShownRequest> {
  return JSON.parse((await staff.desk("--json", "show", reference)).out).request;
}

describe("a legal hold", () => {
  it("is placed once, however often it is asked for, and shown with its citation and who placed it", async () => {
    const { reference } = await requestOf(stack, "erase");
    const first = await staff.desk("hold", reference, "--scope", "everything", ...why);
    const again = await staff.desk("hold", "--subject-of", reference, "--scope", "everything", ...why);
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(again.out).toBe(first.out);

    const { holds, history } = await shown(reference);
    expect(holds).toEqual([
      expect.objectContaining({ citation: "GDPR 17(3)(e), case 12 O 34/26", placedBy: "tess" }),
    ]);
    expect(history.filter(({ what }) => what === "hold placed")).toHaveLength(1);
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it("ends when it is released, and only then; another of the same words can follow", async () => {
    const { reference } = await requestOf(stack, "erase");
    await staff.desk("hold", reference, "--scope", "record", reference, ...why);
    const [{ id } = { id: "" }] = (await shown(reference)).holds;
    const released = await staff.desk("release", id);
    expect([released.code, released.out]).toEqual([0, `Released: ${id}`]);
    const again = await staff.desk("release", id);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("no such hold")]);
    expect((await shown(reference)).holds).toEqual([]);
    expect((await staff.desk("hold", reference, "--scope", "record", reference, ...why)).code).toBe(0);
    expect((await shown(reference)).history.map(({ what }) => what).slice(-3)).toEqual([
      "hold placed",
      "hold released",
      "hold placed",
    ]);
  });

  it("holds a person who has only sent a form", async () => {
    const email = given.address();
    await stack.program().post("/forms/newsletter", {
      type: "application/json",
      bytes: JSON.stringify(given.newsletter(email)),
    });
    const { reference } = await stack.inbox.letterTo(email);
    const { code, err } = await staff.desk("hold", reference, "--scope", "record", reference, ...why);
    expect([code, err]).toEqual([0, ""]);
    expect((await staff.verifyAudit()).code).toBe(0);
  });

  it.each([
    ["a holder that there is not", ["holder", "nowhere"], "There is no holder"],
    ["a record of somebody else", ["record", "7Q2M0V9K4XBD1RTP"], "no such record"],
  ])("is not placed on %s", async (_, scope, words) => {
    const { reference } = await requestOf(stack, "erase");
    const { code, err } = await staff.desk("hold", reference, "--scope", ...scope, ...why);
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect((await shown(reference)).holds).toEqual([]);
  });

  it("is not placed until a day that is over", async () => {
    const { reference } = await requestOf(stack, "erase");
    const past = [...why.slice(0, -1), "2020-01-01"];
    const { code, err } = await staff.desk("hold", reference, "--scope", "everything", ...past);
    expect([code, err]).toEqual([1, expect.stringContaining("2020-01-01 is over")]);
  });
});
