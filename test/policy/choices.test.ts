import { describe, expect, it } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { rightsForm } from "../../functions/intake/rights-form.ts";
import {
  ConsentName,
  choices,
  consentTitles,
  endsAfterwards,
  endsAtOnce,
  keptAs,
  whyAPerson,
} from "../../functions/policy/choices.ts";
import { machineFor } from "../../functions/policy/machines.ts";
import { RetentionCategory } from "../../functions/policy/retention-schedule.ts";
import { Right } from "../../functions/policy/rights.ts";
import { proofFor } from "../../functions/policy/verification-matrix.ts";
import type { RightsRequest } from "../../functions/records/items.ts";

/** Every consent that a form asks for, with the form. */
const asked = forms.flatMap((form) =>
  [...form.consents, ...(form.byConfirming ? [form.byConfirming.consent] : [])].map((consent) => ({
    form,
    consent,
  })),
);

describe("the table of choices", () => {
  it("has a row for every right that neither discloses nor destroys, and for no other", () => {
    expect(Object.keys(choices).sort()).toEqual(
      Right.options.filter((right) => machineFor[right] === "choices").sort(),
    );
  });

  it("asks nobody of the staff where the law wants a right to take effect by itself", () => {
    for (const right of Right.options.filter((one) => proofFor(one) === "none"))
      expect(whyAPerson({ right }, false), right).toBeUndefined();
  });

  it("ends all consents or those to marketing, by names that the forms know", () => {
    const marketing = asked.filter(({ consent }) => endsAtOnce({ right: "unsubscribe" }, consent.name));
    expect(new Set(marketing.map(({ consent }) => consent.name))).toEqual(
      new Set(["newsletter", "marketing", "hearFromYou"]),
    );
    for (const { consent } of asked) {
      expect(endsAfterwards({ right: "withdraw" }, consent.name)).toBe(true);
      expect(endsAtOnce({ right: "opt-out" }, consent.name)).toBe(false);
      expect(endsAfterwards({ right: "opt-out" }, consent.name)).toBe(false);
    }
  });
});

describe("a consent that is withdrawn by itself", () => {
  it("can be any that a form asks for, and no other", () => {
    expect(new Set(Object.keys(consentTitles))).toEqual(new Set(asked.map(({ consent }) => consent.name)));
  });

  it("ends at once and alone; where none is chosen all end, unless there are words to be read", () => {
    const ending = (request: Pick<RightsRequest, "right" | "withdraws">) =>
      ConsentName.options.filter((name) => endsAtOnce(request, name) || endsAfterwards(request, name));
    expect(endsAtOnce({ right: "withdraw", withdraws: ["survey"] }, "survey")).toBe(true);
    expect(ending({ right: "withdraw", withdraws: ["survey"] })).toEqual(["survey"]);
    expect(endsAtOnce({ right: "withdraw" }, "survey")).toBe(false);
    expect(ending({ right: "withdraw" })).toEqual(ConsentName.options);
    expect(ending({ right: "object" })).toEqual(["newsletter", "marketing", "hearFromYou"]);
    expect(whyAPerson({ right: "withdraw" }, false)).toBeUndefined();
    expect(whyAPerson({ right: "withdraw", withdraws: ["survey"] }, false)).toBeUndefined();
    expect(whyAPerson({ right: "withdraw", withdraws: ["survey"] }, true)).toContain("more than");
  });
});

describe("the form of a choice", () => {
  it("asks for words only where somebody reads them", () => {
    for (const right of Right.options.filter((one) => machineFor[one] === "choices")) {
      const asksForWords = rightsForm(right).fields.some(({ name }) => name === "details");
      expect(asksForWords, right).toBe(whyAPerson({ right }, true) !== undefined);
    }
  });
});

describe("what a consent was given for", () => {
  it("is kept no longer on the strength of a consent that is withdrawn, whatever the form", () => {
    for (const { form, consent } of asked) {
      const category = consent.retention ?? form.byConfirming?.retention ?? form.retention;
      const rests = form.lawfulBasis === "consent" || consent.retention || form.byConfirming;
      const kept = keptAs([consent.name], category);
      expect(kept !== undefined, `${form.slug} ${consent.name}`).toBe(Boolean(rests));
      if (consent.retention) expect(kept).toBe(form.retention);
    }
  });

  it("stays as it is where it rests on something else", () => {
    for (const category of RetentionCategory.options) {
      expect(keptAs([], category)).toBeUndefined();
      expect(keptAs(["marketing"], category)).toBeUndefined();
    }
  });
});
