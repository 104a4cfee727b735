import type { Temporal } from "temporal-polyfill";
import { birthDateField, countryField, gateFields } from "../policy/age-gate.ts";
import { isOldEnough } from "../policy/age-of-consent.ts";
import type { FieldProblem, Form, Submitted } from "../policy/form.ts";
import { consentGiven } from "./consent-answer.ts";
import { calendarDay, rangeProblem } from "./date-answer.ts";
import { fileFields, formSchema, type WrittenField, writtenFields } from "./form-schema.ts";
import { showable, tidied } from "./text-answer.ts";
import { unknownFields } from "./unknown-fields.ts";
import { type AcceptedFile, readUploads } from "./uploads.ts";

export type ReadAnswers =
  | {
      readonly outcome: "accepted";
      /** By field name; what was left empty is absent, and so are the questions of the age gate. */
      readonly answers: Readonly<Record<string, string>>;
      /** The names of the consents that were given. */
      readonly consents: readonly string[];
      readonly files: readonly AcceptedFile[];
    }
  | {
      readonly outcome: "rejected";
      /** All of them at once, in the order of the page; those of the form as a whole come last. */
      readonly problems: readonly FieldProblem[];
      /** What the person typed and ticked, to show again. Never files. */
      readonly values: Readonly<Record<string, string>>;
    }
  /** Nothing of what was sent is handed back: nothing of it may be kept, or shown. */
  | { readonly outcome: "too-young" };

/**
 * Judges what a client sent against the form's definition. Never throws, whatever was sent.
 * @param today the day the ages and ranges are counted to.
 */
export function readAnswers(form: Form, submitted: Submitted, today: Temporal.PlainDate): ReadAnswers {
  const written = writtenAnswers(form, submitted);
  const consents = form.consents.filter(({ name }) => consentGiven(submitted.values.get(name)) === "given");
  const parsed = formSchema(form).safeParse({ ...written, ...consentInput(form, submitted) });
  const uploads = readUploads(fileFields(form), submitted);

  const found = new Map<string, FieldProblem>();
  for (const issue of parsed.error?.issues ?? []) {
    const field = String(issue.path[0] ?? "");
    if (!found.has(field)) found.set(field, { field, detail: issue.message });
  }
  for (const problem of [
    ...rangeProblems(form, written, today),
    ...uploads.problems,
    ...misplaced(form, submitted),
  ]) {
    if (!found.has(problem.field)) found.set(problem.field, problem);
  }
  if (form.ageGate && isTooYoung(written, found, today)) return { outcome: "too-young" };

  const order = [...form.fields, ...gateFields(form), ...form.consents].map(({ name }) => name);
  const problems = [...order.flatMap((name) => found.get(name) ?? []), ...unknownFields(form, submitted)];
  if (problems.length > 0) return { outcome: "rejected", problems, values: shownAgain(form, submitted) };
  const kept = form.fields.flatMap(({ name }) => {
    const answer = written[name];
    return typeof answer === "string" ? [[name, answer] as const] : [];
  });
  return {
    outcome: "accepted",
    answers: Object.fromEntries(kept),
    consents: consents.map(({ name }) => name),
    files: uploads.files,
  };
}

/** Characters; the answers of other fields than texts are short by nature. */
const limitOf = (field: WrittenField): number => ("maxLength" in field ? field.maxLength : 50);

/** By field name: text tidied, what is empty left out, what is no text as it came. */
function writtenAnswers(form: Form, submitted: Submitted): Record<string, unknown> {
  const entries = writtenFields(form).flatMap((field) => {
    const value = submitted.values.get(field.name);
    const answer = typeof value === "string" ? tidied(value, limitOf(field)) : value;
    return answer === undefined || answer === "" ? [] : [[field.name, answer] as const];
  });
  return Object.fromEntries(entries);
}

/** True for a yes, absent for a no, and for an unclear answer a value that the schema refuses. */
function consentInput(form: Form, submitted: Submitted): Record<string, boolean> {
  const entries = form.consents.flatMap(({ name }) => {
    const answer = consentGiven(submitted.values.get(name));
    return answer === "not-given" ? [] : [[name, answer === "given"] as const];
  });
  return Object.fromEntries(entries);
}

function rangeProblems(
  form: Form,
  written: Record<string, unknown>,
  today: Temporal.PlainDate,
): FieldProblem[] {
  return writtenFields(form).flatMap((field) => {
    const text = written[field.name];
    const day = field.kind === "date" && typeof text === "string" ? calendarDay(text) : undefined;
    const detail = field.kind === "date" && day !== undefined ? rangeProblem(field, day, today) : undefined;
    return detail === undefined ? [] : [{ field: field.name, detail }];
  });
}

/** A file sent where words are asked. */
function misplaced(form: Form, submitted: Submitted): FieldProblem[] {
  return [...writtenFields(form), ...form.consents]
    .filter(({ name }) => submitted.files.has(name))
    .map(({ name }) => ({ field: name, detail: "It must be text, but it is a file. Send it as text." }));
}

/** Judged as soon as both answers are sound, whatever else is wrong: a child is not asked for more. */
function isTooYoung(
  written: Record<string, unknown>,
  found: ReadonlyMap<string, FieldProblem>,
  today: Temporal.PlainDate,
): boolean {
  if (found.has(birthDateField.name) || found.has(countryField.name)) return false;
  const country = written[countryField.name];
  const text = written[birthDateField.name];
  const birth = typeof text === "string" ? calendarDay(text) : undefined;
  return birth !== undefined && typeof country === "string" && !isOldEnough(birth, country, today);
}

/** What was typed and ticked, as the form shows it again. */
export function shownAgain(form: Form, submitted: Submitted): Record<string, string> {
  const texts = writtenFields(form).flatMap((field) => {
    const value = submitted.values.get(field.name);
    return typeof value === "string" && value !== ""
      ? [[field.name, showable(value, 2 * limitOf(field))] as const]
      : [];
  });
  const ticks = form.consents
    .filter(({ name }) => consentGiven(submitted.values.get(name)) === "given")
    .map(({ name }) => [name, "yes"] as const);
  return Object.fromEntries([...texts, ...ticks]);
}
