import type { Form } from "./form.ts";

/**
 * What is left of a submission that leads back to nobody: that one more came with this form in this month, and which of
 * the offered answers was chosen. No address, no name, no text, no id, no day; a hash of any of them would lead back
 * (DOMAIN 7). Counts under 5 are not shown either, but that is for who reads them.
 */
export interface Tally {
  /** The form's slug. */
  readonly form: string;
  /** `2026-03` */
  readonly month: string;
  /** `satisfaction:content` */
  readonly answers: readonly string[];
}

/** @param form absent where the form is gone since: then only that it came is counted. */
export function tallyOf(
  { form: slug, receivedAt }: { readonly form: string; readonly receivedAt: string },
  form: Form | undefined,
  answers: Readonly<Record<string, string>>,
): Tally {
  return {
    form: slug,
    month: receivedAt.slice(0, 7),
    answers: form === undefined ? [] : countable(form, answers),
  };
}

/** Only what the form says is counted, and only what it offers to choose from: what was typed is nobody's answer. */
function countable({ fields }: Form, answers: Readonly<Record<string, string>>): string[] {
  return fields.flatMap((field) => {
    if (field.kind !== "choice" || field.countedAfterwards !== true) return [];
    const chosen = field.choices.find(({ value }) => value === answers[field.name]);
    return chosen === undefined ? [] : [`${field.name}:${chosen.value}`];
  });
}
