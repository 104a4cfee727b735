import type { FieldProblem, Form, Submitted } from "../policy/form.ts";
import { fileFields, writtenFields } from "./form-schema.ts";

const mostNamed = 10;

/**
 * Names what a form did not ask for, so that nothing arrives unseen and a misspelt field is found. The problems are
 * the form's as a whole. A name is repeated only if it is plain, and only its beginning.
 */
export function unknownFields(form: Form, submitted: Submitted): readonly FieldProblem[] {
  const asked = new Set([...writtenFields(form), ...form.consents].map(({ name }) => name));
  const askedFiles = new Set(fileFields(form).map(({ name }) => name));
  const unknown = [
    ...[...submitted.values.keys()].filter((name) => !asked.has(name) && !askedFiles.has(name)),
    ...[...submitted.files.keys()].filter((name) => !askedFiles.has(name) && !asked.has(name)),
  ];
  const named = unknown.slice(0, mostNamed).map((name) => ({
    field: "",
    detail: `This form has no field ${inWords(name)}. Leave it out.`,
  }));
  const more = unknown.length - named.length;
  return more > 0 ? [...named, { field: "", detail: `${more} more fields are not in this form.` }] : named;
}

function inWords(name: string): string {
  return /^[A-Za-z0-9_.-]+$/.test(name)
    ? `“${name.slice(0, 40)}”`
    : "of that name (it has unusual characters)";
}
