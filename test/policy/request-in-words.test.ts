import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { momentInWords } from "../../functions/policy/days.ts";
import { outcomesInWords, resultInWords } from "../../functions/policy/outcomes-in-words.ts";
import { beginsByItself, coolsUntil, standing } from "../../functions/policy/request-in-words.ts";
import { RequestStatus } from "../../functions/policy/request-lifecycle.ts";
import { Right } from "../../functions/policy/rights.ts";

const now = Temporal.Instant.from("2026-11-24T12:00:00Z");
const ahead = "2026-11-24T12:00:01Z";
const over = "2026-11-24T12:00:00Z";

describe("how a request stands", () => {
  it.each([
    ["erase", "verified", ahead, undefined, "begins by itself on 24 November 2026, 12:00 UTC"],
    ["erase", "in-progress", ahead, undefined, "begins by itself on"],
    ["close-account", "in-progress", ahead, undefined, "begins by itself on"],
    ["erase", "verified", undefined, undefined, "about to begin"],
    ["erase", "in-progress", over, undefined, "about to begin"],
    ["erase", "in-progress", over, over, "We are working on it."],
    ["erase", "awaiting-person", ahead, undefined, "a person of ours"],
    ["report-a-child", "verified", ahead, undefined, "a person of ours"],
    ["restrict", "verified", undefined, undefined, "a person of ours"],
    ["access", "verified", undefined, undefined, "about to begin"],
    ["access", "in-progress", undefined, undefined, "We are working on it."],
    ["access", "awaiting-person", undefined, undefined, "a person of ours"],
    ["erase", "cancelled", ahead, undefined, "Nothing was done."],
  ] as const)(
    "%s, %s, cooling off until %s, begun %s: %s",
    (right, status, coolingOffEnds, begunAt, words) => {
      expect(standing({ right, status, coolingOffEnds, begunAt }, now)).toContain(words);
    },
  );

  it("is a sentence for every right and status", () => {
    for (const right of Right.options)
      for (const status of RequestStatus.options)
        expect(standing({ right, status }, now)).toMatch(/^[A-Z].*\.$/);
  });

  it("names no moment that has passed", () => {
    expect(coolsUntil({ right: "erase", status: "verified", coolingOffEnds: over }, now)).toBeUndefined();
    expect(coolsUntil({ right: "erase", status: "verified", coolingOffEnds: ahead }, now)).toBe(ahead);
  });

  it("begins by itself where a machine erases after a cooling-off", () => {
    expect(Right.options.filter(beginsByItself)).toEqual(["erase", "close-account"]);
  });
});

describe("outcomes in words", () => {
  const outcome = {
    holder: "x",
    title: "documents",
    removed: 0,
    deIdentified: 0,
    notFound: false,
    failed: 0,
  };

  it("names what failed, and who sees to it", () => {
    const outcomes = [{ ...outcome, removed: 2, failed: 1, retained: [] }];
    expect(outcomesInWords(outcomes)[0]?.lines).toEqual([
      "2 deleted",
      "1 not deleted yet; a person of ours sees to it",
    ]);
    expect(resultInWords(outcomes, "erase")).toContain("not yet");
  });

  it("leaves out what counts nothing", () => {
    const retained = [
      { count: 0, ground: "legal-duty" as const, citation: "x", until: "2027-01-01" },
      { count: 3, ground: "legal-duty" as const, citation: "GDPR 17(3)(b)", until: "2027-01-01" },
    ];
    expect(outcomesInWords([{ ...outcome, retained }])[0]?.lines).toEqual([
      "3 kept until 1 January 2027, because the law obliges us to keep it (GDPR 17(3)(b))",
    ]);
  });
});

it.each([
  ["2026-11-25T14:05:59.999Z", "25 November 2026, 14:05 UTC"],
  ["2026-12-31T23:59:00-02:00", "1 January 2027, 01:59 UTC"],
  ["not a moment", "not a moment"],
])("the moment %s in words", (iso, words) => {
  expect(momentInWords(iso)).toBe(words);
});
