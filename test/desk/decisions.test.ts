import { describe, expect, it } from "vitest";
import type { ShownRequest } from "../../functions/desk/shown-request.ts";
import { given } from "../given.ts";
import { json } from "../journeys/visitor.ts";
import { requestOf, staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);

async function shown(reference: string, reveal = false): Promise<ShownRequest> {
  const answer = await staff.ask({ act: "show", reference, reveal });
  if (answer.outcome !== "done") throw new Error(JSON.stringify(answer));
  return answer.request;
}

const whatHappened = ({ history }: ShownRequest) => history.map(({ what, by }) => `${what} (${by})`);

describe("a request that needs a person", () => {
  it("is listed with its day and why it waits, before what is due later, and without who it is", async () => {
    const { reference, email } = await requestOf(stack, "report-a-child");
    const { out, code } = await staff.desk("list");
    expect(code).toBe(0);
    expect(out).toContain(reference.replace(/(.{4})(?=.)/g, "$1-"));
    expect(out).toContain("report-a-child is judged by a person");
    const json = JSON.parse((await staff.desk("--json", "list")).out) as { requests: ShownRequest[] };
    expect(json.requests.map(({ dueBy }) => dueBy)).toEqual(json.requests.map(({ dueBy }) => dueBy).sort());
    expect(json.requests.find((one) => one.reference === reference)).toMatchObject({
      status: "awaiting-person",
      needsPerson: true,
    });
    expect(JSON.stringify(json)).not.toContain(email);
  });

  it("is shown with its history, and with its person only where that is asked for and written down", async () => {
    const { reference, email } = await requestOf(stack, "report-a-child");
    const sealed = await shown(reference);
    expect(JSON.stringify(sealed)).not.toContain(email);
    expect(whatHappened(sealed)).not.toContain("identity shown (tess)");

    const { out } = await staff.desk("show", reference, "--reveal");
    expect(out).toContain(`email: ${email}`);
    expect(out).toContain("identity shown, by tess");
    expect(whatHappened(await shown(reference)).at(-1)).toBe("identity shown (tess)");
  });

  it("of a report of a child says what there is of the child, not of who reported it", async () => {
    const { email: child, reference: known } = await requestOf(stack, "complaint");
    const hold = ["--ground", "legal-claim", "--citation", "GDPR 17(3)(e)", "--until", "2099-01-01"];
    expect((await staff.desk("hold", "--email", child, "--scope", "everything", ...hold)).code).toBe(0);
    const sent = await stack.program().post("/forms/newsletter", json(given.newsletter(child)));
    const { reference: form } = sent.json();
    expect((await staff.desk("flag", String(form))).code).toBe(0);
    const { reference } = await requestOf(stack, "report-a-child", given.address(), { childEmail: child });

    const request = await shown(reference);

    expect(request).toMatchObject({ about: "child", flagged: [form], holds: [{ scope: "everything" }] });
    const counts = Object.fromEntries(request.held.map(({ holder, count }) => [holder, count]));
    expect(counts).toMatchObject({ submissions: 1, "rights-requests": 1 });
    expect((await staff.desk("show", reference)).out).toContain("Held about the child:\n");
    expect(await shown(known)).toMatchObject({ about: "person" });
  });

  it("goes on when it is approved, with who did it in its history; a second approval changes nothing", async () => {
    const { reference } = await requestOf(stack, "report-a-child");
    const { out, code } = await staff.desk("approve", reference, "--note", "school asked");
    expect([code, out]).toEqual([0, "Approved. Its machine goes on."]);
    await stack.executionsSettled();
    const after = await shown(reference);
    expect(after.status).not.toBe("awaiting-person");
    expect(after.history.find(({ what }) => what === "approved")).toMatchObject({
      by: "tess",
      details: { note: "school asked" },
    });

    const again = await staff.desk("approve", reference);
    expect(again.code).toBe(1);
    expect(again.err).not.toBe("");
    expect(whatHappened(await shown(reference)).filter((one) => one === "approved (tess)")).toHaveLength(1);
  });

  it("is refused on a ground of the table: the person is told it, and how to complain", async () => {
    const { reference, email } = await requestOf(stack, "report-a-child");
    const { code, err } = await staff.desk("refuse", reference, "--ground", "not-verified");
    expect([code, err]).toEqual([0, ""]);
    await stack.executionsSettled();
    expect(await shown(reference)).toMatchObject({ status: "refused", ground: "not-verified" });
    const { text } = await stack.inbox.letterTo(email);
    expect(text).toContain("could not make sure");
    expect(text).toContain("GDPR 77");
    const late = await staff.desk("approve", reference);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining("it is refused")]);
  });

  it("is not refused on a ground that does not fit it", async () => {
    const { reference } = await requestOf(stack, "report-a-child");
    const { code, err } = await staff.desk("refuse", reference, "--ground", "others-rights");
    expect(code).toBe(1);
    expect(err).toContain("legal-claim");
    expect(await shown(reference)).toMatchObject({ status: "awaiting-person" });
  });

  it.each(["before", "after"] as const)(
    "is decided once, though the machine is told only the second time (cut %s)",
    async (when) => {
      const { reference } = await requestOf(stack, "report-a-child");
      const heal = stack.gateway.inject({ action: "states:SendTaskSuccess", when, times: 9, as: "cut" });
      await expect(staff.desk("approve", reference)).rejects.toThrow();
      heal();
      await staff.desk("approve", reference);
      await stack.executionsSettled();
      const after = await shown(reference);
      expect(after.status).not.toBe("awaiting-person");
      expect(whatHappened(after).filter((one) => one === "approved (tess)")).toHaveLength(1);
    },
  );

  it("takes one of two decisions that come at once", async () => {
    const { reference } = await requestOf(stack, "report-a-child");
    const refusal = { act: "refuse", reference, ground: "not-verified" } as const;
    const both = await Promise.all([
      staffOf(stack, "one").ask({ act: "approve", reference }),
      staffOf(stack, "two").ask(refusal),
    ]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["done", "refused"]);
    const events = whatHappened(await shown(reference)).filter((one) => /^(approved|refused)/.test(one));
    expect(events).toHaveLength(1);
  });
});

it.each([
  [["list", "--most", "abc"], "most: must be a whole number"],
  [["person", ""], "email: must be an e-mail address"],
])("%j is answered in words that say how to mend it", async (args, words) => {
  const { code, err } = await staff.desk(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(words)]);
});

describe("a request that waits for nobody", () => {
  it("is not decided, and the desk says so", async () => {
    const { reference } = await requestOf(stack, "erase");
    const { code, err } = await staff.desk("approve", reference);
    expect([code, err]).toEqual([1, expect.stringContaining("Nothing was changed")]);
  });

  it("is not found by a reference that nobody has", async () => {
    const { code, err } = await staff.desk("show", "7Q2M-0V9K-4XBD-1RTP");
    expect([code, err]).toEqual([1, expect.stringContaining("no request with this reference")]);
  });
});
