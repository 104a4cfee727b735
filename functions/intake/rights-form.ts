import { choices, consentTitles } from "../policy/choices.ts";
import type { Field, Form } from "../policy/form.ts";
import { residences } from "../policy/residence.ts";
import { type Right, rights } from "../policy/rights.ts";
import { proofFor, verificationMatrix } from "../policy/verification-matrix.ts";
import { emailField } from "./forms/asked-fields.ts";

/**
 * The form of one right, from the table of rights; the same one each time. Rights that need no proof are one step: the
 * address is all that must be given (11 CCR 7060(b)).
 */
export function rightsForm(right: Right): Form {
  const form = made.get(right) ?? makeForm(right);
  made.set(right, form);
  return form;
}

const made = new Map<Right, Form>();

function makeForm(right: Right): Form {
  const { title, introduction, articles, detailsRequired = false, detailsLabel } = rights[right];
  const fields: readonly Field[] = [
    emailField(
      right === "report-a-child"
        ? "Our answer to you goes there."
        : "We look for your data under this address, and our answer goes there.",
    ),
    ...(asked[right] ?? []),
    residenceField(proofFor(right) !== "none"),
    ...(detailsLabel === undefined ? [] : [detailsField(right, detailsLabel, detailsRequired)]),
  ];
  return {
    slug: right,
    title,
    introduction,
    purpose: `To do what you ask (${articles.join("; ")}) and to be able to show that we did.`,
    lawfulBasis: "legal-obligation",
    retention: "request-identity",
    fields,
    consents: [],
    ageGate: false,
  };
}

const detailsField = (right: Right, label: string, required: boolean): Field => ({
  kind: "long-text",
  name: "details",
  label,
  why: `${whatBecomesOfWords(right)} Please send no passwords and no copies of documents.`,
  required,
  category: "free-text",
  autocomplete: "off",
  maxLength: 4000,
});

/** Who writes "only my comment" must know beforehand that a machine would delete everything. */
function whatBecomesOfWords(right: Right): string {
  if (rights[right].detailsRequired) return "Without it we would not know what to do.";
  if (choices[right]?.wordsForPerson !== undefined)
    return "A person of ours reads what you write here, and does it then. If you leave it empty, it is done at once.";
  if (verificationMatrix[right].desk) return "The person of ours who takes it up reads it.";
  return "It is done by itself, for all that is under this address, whatever you write here. Do you want only a part of it? Then write to us by e-mail instead.";
}

const childEmailField: Field = {
  ...emailField("The data under this address are what we remove.", "The child's e-mail address"),
  name: "childEmail",
  autocomplete: "off",
};

/** A copy can be of all there is, or of what came lately (GDPR 15(1); 11 CCR 7024(h)). */
const sinceField: Field = {
  kind: "date",
  name: "since",
  label: "Only from this day on",
  why: "If you want only what is newer. Leave it empty to get everything.",
  required: false,
  category: "identifiers",
  autocomplete: "off",
  atMostBefore: "P100Y",
  atMostAfter: "P0D",
};

/** GDPR 20(2): from one controller to another, where that is technically feasible. */
const sendToField: Field = {
  kind: "url",
  name: "sendTo",
  label: "Send it to this address too",
  why: "The web address (https://) at which somebody else takes such copies, if they gave you one. You can fetch the copy yourself in any case.",
  required: false,
  category: "identifiers",
  autocomplete: "off",
  maxLength: 1000,
  isSentTo: true,
};

/** As fine as they were given: whoever has agreed to two things can go on with one of them (GDPR 7(3)). */
const consentField: Field = {
  kind: "choice",
  name: "consent",
  label: "The consent you withdraw",
  why: "It ends at once. Leave it open to withdraw all of them.",
  required: false,
  category: "commercial",
  autocomplete: "off",
  choices: Object.entries(consentTitles).map(([value, label]) => ({ value, label })),
};

/** What a right asks beside what all of them ask. */
const asked: Readonly<Partial<Record<Right, readonly Field[]>>> = {
  access: [sinceField],
  know: [sinceField],
  portability: [sinceField, sendToField],
  withdraw: [consentField],
  "report-a-child": [childEmailField],
};

/** The place decides which law applies, and by which day we must have answered. */
function residenceField(required: boolean): Field {
  return {
    kind: "choice",
    name: "residence",
    label: "Where you live",
    why: "The law of that place says by which day we must answer.",
    required,
    category: "identifiers",
    autocomplete: "off",
    choices: residences,
  };
}
