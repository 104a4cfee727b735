import naughtyStrings from "big-list-of-naughty-strings/blns.json" with { type: "json" };
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { readAnswers } from "../../functions/intake/answers.ts";
import { fileFields, writtenFields } from "../../functions/intake/form-schema.ts";
import { forms } from "../../functions/intake/forms.ts";
import { rightsForm } from "../../functions/intake/rights-form.ts";
import { Right } from "../../functions/policy/rights.ts";
import { today } from "./given.ts";

const definitions = [...forms, ...Right.options.map(rightsForm)];
const everyForm = fc.constantFrom(...definitions);
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  // UTF-16 units, lone surrogates among them.
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "\u202egnp.exe",
    "=1+1",
    "<script>",
    "9999-12-31",
    "-271821-04-20",
  ),
);
const anyValue = fc.oneof(
  { weight: 4, arbitrary: anyText },
  { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withBigInt: true }) },
);
const anyName = fc.oneof(
  anyText,
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty"),
);
const anyFile = fc.record({ name: anyText, bytes: fc.uint8Array() });

/** A form, with anything in each of its fields, anything beside them, and files anywhere. */
const submission = everyForm.chain((form) => {
  const names = [...writtenFields(form), ...fileFields(form), ...form.consents].map(({ name }) => name);
  const name = fc.oneof(fc.constantFrom(...names), anyName);
  return fc.record({
    form: fc.constant(form),
    values: fc
      .array(fc.tuple(name, anyValue), { maxLength: 12 })
      .map((pairs) => new Map<string, unknown>(pairs)),
    files: fc
      .array(fc.tuple(name, fc.array(anyFile, { maxLength: 2 })), { maxLength: 3 })
      .map((pairs) => new Map(pairs)),
  });
});

describe("whatever is sent", () => {
  test("it is judged without an exception, and every problem names a field of the form or the form", () => {
    fc.assert(
      fc.property(submission, ({ form, values, files }) => {
        const answers = readAnswers(form, { values, files }, today);
        if (answers.outcome !== "rejected") return;
        const names = new Set(
          [...writtenFields(form), ...fileFields(form), ...form.consents].map(({ name }) => name),
        );
        expect(answers.problems.length).toBeGreaterThan(0);
        for (const { field, detail } of answers.problems) {
          expect(field === "" || names.has(field)).toBe(true);
          expect(detail).toMatch(/^[\P{Cc}]+$/u);
        }
        for (const [name, value] of Object.entries(answers.values)) {
          expect(names.has(name)).toBe(true);
          expect(value.isWellFormed()).toBe(true);
          expect(value).not.toMatch(/[^\P{Cc}\n\t]/u);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each(naughtyStrings)("the naughty string %j in every field of every form is judged", (text) => {
    for (const form of definitions) {
      const names = [...writtenFields(form), ...fileFields(form), ...form.consents].map(({ name }) => name);
      const values = new Map(names.map((name) => [name, text]));
      expect(readAnswers(form, { values, files: new Map() }, today).outcome).toBe("rejected");
    }
  });

  test("no prototype is touched", () => {
    fc.assert(
      fc.property(submission, ({ form, values, files }) => {
        const before = Object.getOwnPropertyNames(Object.prototype);
        const answers = readAnswers(form, { values, files }, today);
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
        if (answers.outcome === "accepted")
          expect(Object.getPrototypeOf(answers.answers)).toBe(Object.prototype);
      }),
    );
  });

  test("what is accepted is tidy, and judged again it is the same", () => {
    const contact = forms.find((form) => form.slug === "contact") ?? forms[0];
    if (contact === undefined) throw new Error("no form");
    const some = fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(some, some, (name, message) => {
        const sent = new Map<string, unknown>(Object.entries({ name, message, email: "ann@example.org" }));
        const once = readAnswers(contact, { values: sent, files: new Map() }, today);
        if (once.outcome !== "accepted") return;
        expect(once.answers.name).toBe(once.answers.name?.trim().normalize("NFC"));
        const again = new Map<string, unknown>(Object.entries(once.answers));
        expect(readAnswers(contact, { values: again, files: new Map() }, today)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  test("the age gate is exact on every day", () => {
    const newsletter = forms.find((form) => form.slug === "newsletter") ?? forms[0];
    if (newsletter === undefined) throw new Error("no form");
    const days = fc.integer({ min: 0, max: 40_000 });
    fc.assert(
      fc.property(days, (back) => {
        const birth = today.subtract({ days: back });
        const values = {
          email: "a@example.org",
          newsletter: true,
          country: "US",
          birthDate: birth.toString(),
        };
        const { outcome } = readAnswers(
          newsletter,
          { values: new Map(Object.entries(values)), files: new Map() },
          today,
        );
        const old = Temporal.PlainDate.compare(birth, today.subtract({ years: 13 })) <= 0;
        expect(outcome).toBe(old ? "accepted" : "too-young");
      }),
    );
  });
});
