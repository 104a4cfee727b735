import { expect, test } from "vitest";
import { type DataStores, dataMap } from "../../../functions/data-map/data-map.ts";
import { inReadingOrder, labelOf, titleOf, valueInWords } from "../../../functions/export/bundle/labels.ts";
import { otherCategories } from "../../../functions/export/bundle/other-categories.ts";
import { forms } from "../../../functions/intake/forms.ts";
import { rightsForm } from "../../../functions/intake/rights-form.ts";
import { refusalGrounds } from "../../../functions/policy/refusal-grounds.ts";
import { Right } from "../../../functions/policy/rights.ts";
import { said } from "./given.ts";

test("every holder of the data map has a title in a copy", () => {
  // What a holder is called needs no store.
  const holders = dataMap({} as DataStores).map((holder) => holder.describe().name);

  expect(holders.filter((name) => otherCategories[name] === undefined)).toEqual([]);
});

test("every field of every request has a label in a copy", () => {
  const names = Right.options.flatMap((right) => rightsForm(right).fields.map(({ name }) => name));

  expect(names.filter((name) => labelOf("rights-requests", name) === name)).toEqual([]);
});

test("fields and choices are called as on their form, and what nobody knows as it is", () => {
  const survey = said("survey", { satisfaction: "very-content" });

  expect(titleOf("survey")).toBe("Take part in the survey");
  expect(labelOf("survey", "satisfaction")).toBe("How content are you with our services?");
  expect(valueInWords(survey, "satisfaction", "very-content")).toBe("Very content");
  expect(labelOf("survey", "record:lawfulBasis")).toBe("Lawful basis");
  expect(titleOf("constructor")).toBe("constructor");
  expect(labelOf("constructor", "toString")).toBe("toString");
  for (const name of ["record:status", "record:right", "record:regime", "record:lawfulBasis"])
    expect(valueInWords(survey, name, "constructor")).toBe("constructor");
  expect(valueInWords(said("rights-requests", {}), "residence", "DE")).toBe("Germany");
});

test("why a request was refused, and when a consent ended, is said in words", () => {
  const refused = valueInWords(said("rights-requests", {}), "record:ground", "legal-claim");
  const ended = valueInWords(said("consents", {}), "ended", "2026-03-01T08:00:00.000Z");

  expect(refused).toBe(refusalGrounds["legal-claim"].words);
  expect(ended).toBe("1 March 2026, 08:00 UTC");
  expect(labelOf("consents", "ended")).toBe("Ended on");
});

test("what was not confirmed says that it may be a stranger's", () => {
  for (const status of ["unverified", "received", "awaiting-verification", "expired"])
    expect(valueInWords(said("contact", {}), "record:status", status)).toContain("Not confirmed: whoever");
  for (const status of ["confirmed", "verified", "completed"])
    expect(valueInWords(said("contact", {}), "record:status", status)).not.toContain("onfirmed: ");
});

test("forms come first and in their order, what nobody knows comes last", () => {
  const first = forms.map(({ slug }) => slug);

  expect(inReadingOrder(["zebra", "consents", ...first.toReversed(), "ant"])).toEqual([
    ...first,
    ...["consents", "ant", "zebra"],
  ]);
});
