import { describe, expect, it } from "vitest";
import {
  countries,
  Regime,
  Residence,
  regimeNames,
  regimeOf,
  residences,
} from "../../functions/policy/residence.ts";

describe("where a person lives", () => {
  it.each([
    ["DE", "eu"],
    ["IE", "eu"],
    ["NO", "eu"],
    ["IS", "eu"],
    ["LI", "eu"],
    ["RE", "eu"], // an outermost region of France: TFEU 349, 355(1)
    ["AX", "eu"], // Åland: TFEU 355(4)
    ["GB", "uk"],
    ["US-CA", "california"],
    ["US", "elsewhere"],
    ["CH", "elsewhere"],
    ["GL", "elsewhere"], // Greenland left the Union in 1985
    ["CN", "elsewhere"],
  ] as const)("%s falls under: %s", (place, regime) => {
    expect(regimeOf(place)).toBe(regime);
  });

  it("counts 27 member states, 3 of the EEA and 7 territories as under the GDPR", () => {
    expect(residences.filter(({ value }) => regimeOf(value) === "eu")).toHaveLength(37);
  });

  it("can be every country there is, with California apart", () => {
    expect(new Set(countries.map(({ value }) => value)).size).toBe(249);
    expect(residences).toHaveLength(250);
  });

  it("has an English name for each, in the order of the names", () => {
    const labels = residences.map(({ label }) => label);
    expect(labels).toEqual([...labels].sort(new Intl.Collator("en").compare));
    for (const { value, label } of residences) expect(label).not.toBe(value);
  });

  it("is none of: a name, small letters, nothing, a code out of use", () => {
    for (const place of ["Germany", "de", "", "YU", "__proto__", "US-NY"]) {
      expect(Residence.safeParse(place).success, place).toBe(false);
    }
    expect(Residence.parse("US-CA")).toBe("US-CA");
  });

  it("has a law with a name", () => {
    for (const regime of Regime.options) expect(regimeNames[regime]).not.toBe("");
  });
});
