import { beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../infra/local/task-tokens.ts";
import { given } from "../given.ts";
import { staffOf } from "./staff.ts";

const stack = await given.localStack();
const staff = staffOf(stack);
const machine = stack.template.find("Retention", "AWS::StepFunctions::StateMachine").logicalId;
const manifest = "ab".repeat(32);
const other = "cd".repeat(32);

/** A night as the machine leaves it in the table. */
function night(day: string, more: object = {}) {
  const at = `${day}T02:30:00Z`;
  return { pk: "sweep", sk: day, night: day, at, status: "done", startedAt: at, endedAt: at, ...more };
}

/** One that waits with a token of an execution that is not there any more. */
const waiting = (day: string) =>
  night(day, {
    status: "awaiting-person",
    endedAt: undefined,
    manifest,
    preview: { contact: { [day]: 42 } },
    awaits: { token: makeToken({ machine, execution: day }), reason: "42 of 100 contact" },
  });

const row = async (day: string) =>
  (await stack.tables.items("Aggregates")).find(({ pk, sk }) => pk === "sweep" && sk === day);

describe("the nights of the retention", () => {
  beforeAll(async () => {
    const counts = {
      ...{ erased: { contact: 3 }, deIdentified: { event: 2 }, failed: { webcast: 1 } },
      deferred: { contact: { "legal-claim": 4, "open-request": 2 } },
      waiting: { comment: 7 },
    };
    const proof = { looked: 1000, missed: { survey: 5 } };
    await stack.tables.put("Aggregates", night("2027-01-03", { counts, proof, oldestOverdue: "2027-01-01" }));
    await stack.tables.put("Aggregates", waiting("2027-01-04"));
  });

  it("are listed with what they did, the latest first, and with what waits for a person", async () => {
    const { code, out } = await staff.desk("sweeps");
    expect(code).toBe(0);
    expect(out).toMatch(/2027-01-04 +awaiting-person[\s\S]*2027-01-03 +done +3 +2 +6 +1 +2027-01-01 +0 s/);
    expect(out).toMatch(/contact +2027-01-04 +42/);
    expect(out).toContain(`approve-sweep 2027-01-04 --manifest ${manifest}`);
  });

  it("are not said to have done nothing, nor to have ended, while they are under way", async () => {
    const now = { status: "running", ranFrom: "2027-01-02T03:30:00Z", endedAt: undefined };
    await stack.tables.put("Aggregates", night("2027-01-02", now));
    expect((await staff.desk("sweeps")).out).toMatch(/^2027-01-02 +running +none *$/m);
    expect((await staff.desk("sweeps", "2027-01-02")).out).toMatch(/: running\.\nIt is counted when/);
    await stack.tables.put("Aggregates", night("2027-01-02", { ...now, endedAt: "2027-01-02T02:31:00Z" }));
    expect((await staff.desk("sweeps", "2027-01-02")).out).toContain("2027-01-02: running.");
  });

  it("say in words what they kept and why, what failed, what waits and what they found missed", async () => {
    const { out } = await staff.desk("sweeps");
    expect(out).toContain(
      [
        "2027-01-03: put off contact 6 (legal-claim 4, open-request 2); failed webcast 1; waiting for a person comment 7; " +
          "missed before, of 1000 records, survey 5.",
      ].join("\n"),
    );
  });

  it("are shown one by one, category by category", async () => {
    const { code, out } = await staff.desk("sweeps", "2027-01-03");
    expect(code).toBe(0);
    expect(out).toContain("The night of 2027-01-03: done");
    expect(out).toMatch(/contact +3 +0 +0 +6 \(legal-claim 4, open-request 2\)/);
    expect(out).toMatch(/event +0 +2 +0 +0/);
    expect(out).toContain("as more would go than usual: comment 7.");
    expect(out).toMatch(/1000 records.*: 5 \(survey 5\)/);
    expect((await staff.desk("sweeps", "2027-01-04")).out).toContain("approve-sweep 2027-01-04");
    const missing = await staff.desk("sweeps", "2020-01-01");
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining("no sweep in the night")]);
  });

  it("that nobody answered about in time are not listed as waiting any more", async () => {
    const asked = { reason: "42 of 100 contact", until: "2026-01-01T00:00:00.000Z", token: "x" };
    await stack.tables.put("Aggregates", { ...waiting("2026-12-01"), awaits: asked });
    const { out } = await staff.desk("sweeps", "2026-12-01");
    expect(out).toContain("The night of 2026-12-01: unanswered");
    expect(out).not.toContain("approve-sweep");
    const late = await staff.desk("approve-sweep", "2026-12-01", "--manifest", manifest);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining("waited for too long")]);
  });

  it("are shown without the token with which the machine goes on", async () => {
    const { out } = await staff.desk("sweeps", "--json");
    expect(JSON.parse(out).nights[0].awaits).toEqual({ reason: "42 of 100 contact" });
    expect((await staff.desk("sweeps", "--most", "1", "--json")).out).not.toContain("2027-01-03");
  });
});

describe("a night that waits for a person", () => {
  it("is not let go on with another manifest than the one that waits", async () => {
    await stack.tables.put("Aggregates", waiting("2027-02-01"));
    const before = await row("2027-02-01");
    const { code, err } = await staff.desk("approve-sweep", "2027-02-01", "--manifest", other);
    expect([code, err]).toEqual([1, expect.stringContaining("only what you have seen runs")]);
    expect(await row("2027-02-01")).toEqual(before);
  });

  it.each([
    ["approve-sweep", "approve", "refuse-sweep"],
    ["refuse-sweep", "refuse", "approve-sweep"],
  ])(
    "keeps who decided by %s before its machine is told, and is decided once",
    async (act, decision, opposite) => {
      const day = act === "approve-sweep" ? "2027-02-02" : "2027-02-03";
      await stack.tables.put("Aggregates", waiting(day));
      stack.gateway.clear();
      const { code, err } = await staff.desk(act, day, "--manifest", manifest);
      // The execution of this test is not there; its role may tell it.
      expect([code, err]).toEqual([1, expect.stringContaining("does not wait for this decision any more")]);
      const told = stack.calls().at(-1);
      expect([told?.action, told?.refusal]).toEqual(["states:SendTaskSuccess", undefined]);
      expect((await row(day))?.awaits).toMatchObject({ decision, decidedBy: "tess" });

      const late = await staff.desk(opposite, day, "--manifest", manifest);
      expect([late.code, late.err]).toEqual([1, expect.stringContaining(`decided already: ${decision}`)]);
      expect((await row(day))?.awaits).toMatchObject({ decision, decidedBy: "tess" });
    },
  );

  it("is decided by one of two who come at once", async () => {
    await stack.tables.put("Aggregates", waiting("2027-02-04"));
    const asked = { night: "2027-02-04", manifest };
    await Promise.all([
      staffOf(stack, "one").ask({ act: "approve-sweep", ...asked }),
      staffOf(stack, "two").ask({ act: "refuse-sweep", ...asked }),
    ]);
    const awaits = (await row("2027-02-04"))?.awaits as { decision: string; decidedBy: string } | undefined;
    expect(`${awaits?.decision} by ${awaits?.decidedBy}`).toMatch(/^(approve by one|refuse by two)$/);
  });

  it.each([
    ["a night that there was not", "2020-01-01", manifest, 1, "no sweep in the night"],
    ["a night that waits for nobody", "2027-01-03", manifest, 1, "waits for nobody"],
    ["a part of a manifest", "2027-01-04", "abab", 2, "manifest: must be the whole"],
    ["a night that is no day", "tonight", manifest, 2, "night: must be a day"],
  ])("is not %s", async (_, day, hash, expected, words) => {
    const { code, err } = await staff.desk("approve-sweep", day, "--manifest", hash);
    expect([code, err]).toEqual([expected, expect.stringContaining(words)]);
  });
});

describe("what is left of submissions that lead back to nobody", () => {
  const month = (form: string, sk: string, counts: Readonly<Record<string, number>>) =>
    stack.tables.put("Aggregates", { pk: `form#${form}`, sk, form, month: sk, ...counts });

  beforeAll(async () => {
    await month("survey", "2026-03", {
      submissions: 60,
      "answer:satisfaction:content": 40,
      "answer:satisfaction:very-content": 18,
      "answer:satisfaction:discontent": 2,
      "answer:frequency:daily": 50,
    });
    await month("survey", "2026-04", { submissions: 3, "answer:satisfaction:content": 3 });
    await month("webcast", "2026-03", { submissions: 12 });
  });

  it("is shown by form, month and answer, without what few gave and what would tell it", async () => {
    const { code, out } = await staff.desk("aggregates", "--form", "survey");
    expect(code).toBe(0);
    expect(out).toMatch(/survey +2026-03 +submissions +60/);
    expect(out).toMatch(/satisfaction +content +40/);
    expect(out).toMatch(/satisfaction +very-content +-/);
    expect(out).toMatch(/satisfaction +discontent +-/);
    expect(out).toMatch(/frequency +daily +50/);
    expect(out).toMatch(/frequency +\(no answer\) +10/);
    expect(out).not.toMatch(/webcast/);
  });

  it("shows nothing of a month in which few came, not even how many", async () => {
    const { out } = await staff.desk("aggregates", "--json");
    const { months } = JSON.parse(out) as { months: { form: string; month: string; submissions?: number }[] };
    const few = months.find((one) => one.form === "survey" && one.month === "2026-04");
    expect(few).not.toHaveProperty("submissions");
    expect(JSON.stringify(few)).not.toContain('"count":3');
    expect(months).toContainEqual({ form: "webcast", month: "2026-03", submissions: 12, fields: [] });
  });

  it("is not there of a form that is erased as a whole", async () => {
    const { code, err } = await staff.desk("aggregates", "--form", "contact");
    expect([code, err]).toEqual([1, expect.stringContaining("There are: webcast, event, survey")]);
  });
});
