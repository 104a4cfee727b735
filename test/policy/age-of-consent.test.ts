import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { ageOfConsent, isOldEnough } from "../../functions/policy/age-of-consent.ts";
import { countries, regimeOf } from "../../functions/policy/residence.ts";

const day = (text: string) => Temporal.PlainDate.from(text);

describe("the age of consent", () => {
  it.each([
    ["BE", 13],
    ["SE", 13],
    ["AT", 14],
    ["IT", 14],
    ["FR", 15],
    ["GR", 15],
    ["DK", 15],
    ["SI", 15],
    ["DE", 16],
    ["IE", 16],
    ["GB", 13],
    ["US", 13],
    ["CN", 14],
    ["KR", 14],
    ["BR", 13],
    ["constructor", 13],
  ] as const)("in %s is %i", (country, age) => {
    expect(ageOfConsent(country)).toBe(age);
  });

  it("is between 13 and 16 wherever the GDPR applies (Art. 8(1)), and never under 13", () => {
    for (const { value } of countries) {
      expect(ageOfConsent(value)).toBeGreaterThanOrEqual(13);
      if (regimeOf(value) === "eu") expect(ageOfConsent(value)).toBeLessThanOrEqual(16);
    }
  });
});

describe("a person", () => {
  it.each([
    ["2010-11-23", "DE", "2026-11-22", false],
    ["2010-11-22", "DE", "2026-11-22", true],
    ["2013-11-22", "US", "2026-11-22", true],
    ["2013-11-23", "US", "2026-11-22", false],
    ["2012-02-29", "GB", "2025-02-28", false],
    ["2012-02-29", "GB", "2025-03-01", true],
    ["2012-02-29", "DE", "2028-02-29", true],
    ["2030-01-01", "US", "2026-11-22", false],
  ] as const)("born on %s in %s is old enough on %s: %s", (birth, country, today, enough) => {
    expect(isOldEnough(day(birth), country, day(today))).toBe(enough);
  });

  it("who is old enough once stays so", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom(...countries.map(({ value }) => value)),
        (lived, later, country) => {
          const birth = day("1930-01-01");
          const today = birth.add({ days: lived });
          fc.pre(isOldEnough(birth, country, today));
          expect(isOldEnough(birth, country, today.add({ days: later }))).toBe(true);
        },
      ),
    );
  });
});
