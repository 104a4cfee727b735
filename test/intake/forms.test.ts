import { describe, expect, test } from "vitest";
import { formBySlug, forms } from "../../functions/intake/forms.ts";
import { rightsForm } from "../../functions/intake/rights-form.ts";
import { gateFields } from "../../functions/policy/age-gate.ts";
import { attachmentsMaxBytes } from "../../functions/policy/attachment.ts";
import { Right } from "../../functions/policy/rights.ts";
import { proofFor, verificationMatrix } from "../../functions/policy/verification-matrix.ts";

const rightsForms = Right.options.map(rightsForm);
const every = [...forms, ...rightsForms].map((form) => [form.slug, form] as const);

test("the ten forms of the notice are there, each found by its path", () => {
  expect(forms.map((form) => form.slug).toSorted()).toEqual([
    "account",
    "comment",
    "contact",
    "event",
    "job-application",
    "newsletter",
    "partnership",
    "referral",
    "survey",
    "webcast",
  ]);
  for (const form of forms) expect(formBySlug(form.slug)).toBe(form);
});

test("a path that no form has leads nowhere, the names of Object's own members included", () => {
  for (const slug of ["", "nothing", "constructor", "__proto__", "toString"]) {
    expect(formBySlug(slug)).toBeUndefined();
  }
});

test("no form has the name of a right", () => {
  for (const form of forms) expect(Right.safeParse(form.slug).success).toBe(false);
});

test("only the forms that children may come to ask for the age", () => {
  expect(
    forms
      .filter((form) => form.ageGate)
      .map((form) => form.slug)
      .toSorted(),
  ).toEqual(["account", "comment", "event", "newsletter", "survey", "webcast"]);
});

test.each(every)("%s asks for exactly one address of the person, and needs it", (_slug, form) => {
  expect(form.fields.filter((field) => field.name === "email")).toMatchObject([
    { kind: "email", required: true },
  ]);
});

test.each(every)("%s says of every field why it is asked", (_slug, form) => {
  for (const field of form.fields) expect(field.why).toMatch(/\S.*[.]$/);
});

test.each(every)("the names of %s are plain and no two things share one", (_slug, form) => {
  const names = [...form.fields, ...gateFields(form), ...form.consents].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(name in Object.prototype).toBe(false);
  }
});

test.each(every)("marketing is never a condition of %s", (_slug, form) => {
  for (const consent of form.consents) expect(consent.name === "marketing" && consent.required).toBe(false);
  if (form.consents.some((consent) => consent.required)) expect(form.lawfulBasis).toBe("consent");
});

test.each(every)("a clock of %s starts at a date that the form asks for and needs", (_slug, form) => {
  if (form.clockField === undefined) return;
  expect(form.fields.find((field) => field.name === form.clockField)).toMatchObject({
    kind: "date",
    required: true,
  });
});

test("no document may be larger than all documents together", () => {
  for (const form of forms) {
    for (const field of form.fields) {
      if (field.kind === "file") expect(field.maxBytes).toBeLessThanOrEqual(attachmentsMaxBytes);
    }
  }
});

test("a right that needs no proof needs nothing but the address", () => {
  for (const right of Right.options.filter((each) => proofFor(each) === "none")) {
    const needed = rightsForm(right).fields.filter((field) => field.required);
    expect(needed.map((field) => field.name)).toEqual(["email"]);
  }
});

test("every other right asks where the person lives, for the law and its deadline", () => {
  for (const right of Right.options.filter((each) => proofFor(each) !== "none")) {
    expect(rightsForm(right).fields.find((field) => field.name === "residence")).toMatchObject({
      required: true,
    });
  }
});

test("only the report of a child asks for a second address", () => {
  for (const right of Right.options) {
    const asks = rightsForm(right).fields.some((field) => field.name === "childEmail");
    expect(asks).toBe(right === "report-a-child");
  }
});

describe("the field for a person's own words", () => {
  const why = (right: Right) => rightsForm(right).fields.find(({ name }) => name === "details")?.why;

  const oneStep: readonly Right[] = ["opt-out", "limit", "unsubscribe"];
  const others = Right.options.filter((right) => !oneStep.includes(right));

  test.each(oneStep)("is not there where it takes an address and no more: %s", (right) => {
    expect(why(right)).toBeUndefined();
  });

  test.each(others)("of %s says whether anybody reads them before it is done", (right) => {
    const { desk } = verificationMatrix[right];
    const isRead = desk || ["withdraw", "object"].includes(right);
    expect(why(right)).toMatch(
      isRead ? /person of ours|would not know what to do/ : /whatever you write here/,
    );
  });

  test("of a choice says that it takes effect at once where nothing is written", () => {
    expect(why("withdraw")).toContain("leave it empty");
    expect(why("restrict")).not.toContain("leave it empty");
  });
});

test("no request is introduced by words that ask for what the letter about it has already got", () => {
  for (const right of Right.options) expect(rightsForm(right).introduction).not.toMatch(/tell us/i);
});
