import * as z from "zod";
import { gateFields } from "../policy/age-gate.ts";
import type { ChoiceField, Consent, DateField, Field, FileField, Form, TextField } from "../policy/form.ts";
import { calendarDay, notADate } from "./date-answer.ts";
import { textProblem } from "./text-answer.ts";

/** Every field that can be answered in words: all but the files, with the age gate. */
export type WrittenField = TextField | ChoiceField | DateField;

/** The fields of the form that are answered in words, in the order of the page, the age gate last. */
export function writtenFields(form: Form): readonly WrittenField[] {
  return [...form.fields, ...gateFields(form)].filter((field) => field.kind !== "file");
}

/** The fields of the form that are answered with a document. */
export function fileFields(form: Form): readonly FileField[] {
  return form.fields.filter((field) => field.kind === "file");
}

const made = new WeakMap<Form, ReturnType<typeof makeSchema>>();

/**
 * What the form accepts, files aside, as one schema: it judges the submission and it is published in the OpenAPI
 * document. Its messages are for people. It takes tidied text, with what was left empty left out. Made once for each
 * definition: zod compiles it at first use, which takes longer than a submission does.
 */
export function formSchema(form: Form): ReturnType<typeof makeSchema> {
  const schema = made.get(form) ?? makeSchema(form);
  made.set(form, schema);
  return schema;
}

function makeSchema(form: Form) {
  return z.strictObject({
    ...Object.fromEntries(writtenFields(form).map((field) => [field.name, fieldSchema(field)])),
    ...Object.fromEntries(form.consents.map((consent) => [consent.name, consentSchema(consent)])),
  });
}

function fieldSchema(field: WrittenField): z.ZodType {
  const described = bySort(field).meta({ title: field.label, description: field.why });
  return field.required ? described : described.optional();
}

function bySort(field: WrittenField): z.ZodType {
  switch (field.kind) {
    case "choice":
      return z.enum(
        field.choices.map((choice) => choice.value),
        { error: (issue) => notAText(field, issue.input) ?? "Choose one of the answers given." },
      );
    case "date":
      return z
        .string({ error: (issue) => notAText(field, issue.input) })
        .refine((text) => calendarDay(text) !== undefined, { error: notADate })
        .meta({ format: "date" });
    default:
      return z
        .string({ error: (issue) => notAText(field, issue.input) })
        .superRefine((text, context) => {
          const message = textProblem(field, text);
          if (message !== undefined) context.addIssue({ code: "custom", message });
        })
        .meta(publishedLimits(field));
  }
}

/** JSON Schema counts code points, as we do; zod would count UTF-16 units. */
function publishedLimits(field: TextField) {
  return {
    minLength: field.minLength ?? 1,
    maxLength: field.maxLength,
    ...(field.kind === "email" ? { format: "email" } : {}),
    ...(field.kind === "url" ? { format: "uri" } : {}),
  };
}

function consentSchema(consent: Consent): z.ZodType {
  const message = consent.required
    ? "Tick this box, or leave the form: it has no purpose without it."
    : "A consent is given with true or left out.";
  const given = z.literal(true, { error: message }).meta({ description: consent.wording });
  return consent.required ? given : given.optional();
}

/** Words for what is missing or of a wrong type; undefined for a text. */
export function notAText(field: Field, input: unknown): string | undefined {
  if (typeof input === "string") return undefined;
  if (input === undefined) return missing(field);
  if (Array.isArray(input)) return "It was sent more than once. Send it once, as text.";
  return `It must be text, but it is ${input === null ? "null" : `of the type ${typeof input}`}. Send it as text.`;
}

function missing(field: Field): string {
  const asked = field.label.replace(/\?$/, "");
  if (field.kind === "choice") return `Choose an answer to “${asked}”.`;
  if (field.kind === "file") return `Choose a file for “${asked}”.`;
  if (field.kind === "date") return `Give the date for “${asked}”.`;
  return `Fill in “${asked}”.`;
}
