import type { ChoiceField, DateField, Field, Form } from "./form.ts";
import { countries } from "./residence.ts";

/** Judged by `age-of-consent.ts` and dropped: in no answer, record or log. */
export const birthDateField: DateField = {
  kind: "date",
  name: "birthDate",
  label: "Date of birth",
  why: "We do not take data from children without their parents. We look at this date once and do not keep it.",
  required: true,
  category: "identifiers",
  autocomplete: "bday",
  atMostBefore: "P130Y",
  atMostAfter: "P0D",
};

export const countryField: ChoiceField = {
  kind: "choice",
  name: "country",
  label: "Country where you live",
  why: "The age from which you may decide for yourself depends on the country. We do not keep this either.",
  required: true,
  category: "identifiers",
  autocomplete: "country",
  choices: countries,
};

const gate: readonly Field[] = [birthDateField, countryField];

/** The questions of the age gate; none where the form has no gate. */
export function gateFields(form: Form): readonly Field[] {
  return form.ageGate ? gate : [];
}
