import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { Regime } from "../../functions/policy/residence.ts";
import { responseDue } from "../../functions/policy/response-deadline.ts";
import { Right } from "../../functions/policy/rights.ts";

const due = (right: Right, regime: Regime, at: string) =>
  responseDue(right, regime, Temporal.Instant.from(at)).dueBy.toString();

describe("the day an answer is due", () => {
  it.each([
    // EDPB Guidelines 01/2022, 5.3: received on 5 March, until 5 April; 31 August, until 30 September [check]
    ["access", "eu", "2024-03-05T12:00:00Z", "2024-04-05"],
    ["access", "eu", "2026-08-31T12:00:00Z", "2026-09-30"],
    // Reg. 1182/71 Art. 3(4): 3 October 2026 is a Saturday, 22 November a Sunday
    ["erase", "eu", "2026-09-03T12:00:00Z", "2026-10-05"],
    ["erase", "eu", "2026-10-22T12:00:00Z", "2026-11-23"],
    ["erase", "eu", "2028-01-31T12:00:00Z", "2028-02-29"],
    // ICO: 3 September until 3 October; its guidance of 2019: 30 January until 28 February
    ["access", "uk", "2025-09-03T12:00:00Z", "2025-10-03"],
    ["access", "uk", "2025-01-30T12:00:00Z", "2025-02-28"],
    ["complaint", "uk", "2026-03-31T12:00:00Z", "2026-04-30"],
    // Cal. Civ. Code 1798.130(a)(2)(A): 45 days, and no rest on a Sunday (15 February 2026)
    ["know", "california", "2026-01-01T20:00:00Z", "2026-02-15"],
    ["erase", "california", "2026-02-28T20:00:00Z", "2026-04-14"],
    // 11 CCR 7026(f), 7027(g): 15 business days; from a Monday, a Friday, a Saturday
    ["opt-out", "california", "2026-01-05T20:00:00Z", "2026-01-26"],
    ["opt-out", "california", "2026-01-02T20:00:00Z", "2026-01-23"],
    ["limit", "california", "2026-01-03T20:00:00Z", "2026-01-23"],
    // the same right elsewhere has the general month
    ["opt-out", "eu", "2026-01-05T12:00:00Z", "2026-02-05"],
    ["access", "elsewhere", "2026-01-05T12:00:00Z", "2026-02-05"],
  ] as const)("for %s (%s), received %s, is %s", (right, regime, at, day) => {
    expect(due(right, regime, at)).toBe(day);
  });

  it("counts from the earliest date that the instant has within the regime", () => {
    const night = "2026-06-02T02:30:00Z"; // still 1 June in Martinique, California and at UTC-12, 2 June in London
    expect(due("access", "eu", night)).toBe("2026-07-01");
    expect(due("access", "elsewhere", night)).toBe("2026-07-01");
    expect(due("know", "california", night)).toBe("2026-07-16");
    expect(due("access", "uk", night)).toBe("2026-07-02");
  });

  /** Where it is earliest in each regime. */
  const zones = {
    eu: "America/Martinique",
    uk: "Europe/London",
    california: "America/Los_Angeles",
    elsewhere: "Etc/GMT+12",
  } as const;
  const anyRight = fc.constantFrom(...Right.options);
  const anyRegime = fc.constantFrom(...Regime.options);
  const anySecond = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2099, 11, 31) });
  const dueOn = (right: Right, regime: Regime, at: number) =>
    responseDue(right, regime, Temporal.Instant.fromEpochMilliseconds(at)).dueBy;

  it("is never earlier for a request that came later", () => {
    fc.assert(
      fc.property(anyRight, anyRegime, anySecond, fc.nat(40 * 86_400_000), (right, regime, at, later) => {
        const [first, second] = [dueOn(right, regime, at), dueOn(right, regime, at + later)];
        expect(Temporal.PlainDate.compare(first, second)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("lies after the receipt, at most 45 days in California and 33 anywhere else", () => {
    fc.assert(
      fc.property(anyRight, anyRegime, anySecond, (right, regime, at) => {
        const received = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zones[regime]);
        const days = received.toPlainDate().until(dueOn(right, regime, at)).days;
        // 15 business days from a Sunday are 19 days
        expect(days).toBeGreaterThanOrEqual(19);
        expect(days).toBeLessThanOrEqual(regime === "california" ? 45 : 33);
      }),
    );
  });

  it("is a working day wherever the law moves it to one", () => {
    fc.assert(
      fc.property(anyRight, fc.constantFrom("eu", "uk", "elsewhere"), anySecond, (right, regime, at) => {
        expect(dueOn(right, regime, at).dayOfWeek).toBeLessThanOrEqual(5);
      }),
    );
  });

  it("comes with the law it follows from", () => {
    for (const regime of Regime.options) {
      const { citation } = responseDue("access", regime, Temporal.Instant.from("2026-01-01T00:00:00Z"));
      expect(citation).not.toBe("");
    }
    const optOut = responseDue("opt-out", "california", Temporal.Instant.from("2026-01-01T00:00:00Z"));
    expect(optOut.citation).toContain("7026");
  });
});
