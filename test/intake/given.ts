import { Temporal } from "temporal-polyfill";
import { type ReadAnswers, readAnswers } from "../../functions/intake/answers.ts";
import { formBySlug } from "../../functions/intake/forms.ts";
import type { Form, UploadedFile } from "../../functions/policy/form.ts";

export const today = Temporal.PlainDate.from("2026-03-01");

function form(slug: string): Form {
  const found = formBySlug(slug);
  if (found === undefined) throw new Error(`no form ${slug}`);
  return found;
}

/** What the form says to these values; files by field name. */
export function read(
  slug: string,
  values: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, readonly UploadedFile[]>> = {},
): ReadAnswers {
  const submitted = { values: new Map(Object.entries(values)), files: new Map(Object.entries(files)) };
  return readAnswers(form(slug), submitted, today);
}

/** The problems by field name; fails where there are none. */
export function problemsOf(answers: ReadAnswers): Record<string, string> {
  if (answers.outcome !== "rejected") throw new Error(`expected problems, but it was ${answers.outcome}`);
  return Object.fromEntries(answers.problems.map(({ field, detail }) => [field, detail]));
}

export const message = { name: "Ann", email: "ann@example.org", message: "Hello" };
export const subscriber = {
  email: "ann@example.org",
  birthDate: "1990-04-23",
  country: "DE",
  newsletter: "on",
};
