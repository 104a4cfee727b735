import type { RetentionCategory } from "./retention-schedule.ts";

/**
 * What a form is: one definition from which come the page, the validation, the OpenAPI document and the entry in the
 * record of processing (GDPR 30). Forms are data; adding one is one file in `intake/forms/` and one line.
 */
export interface Form {
  /** The name in the path, `/forms/{slug}`. */
  readonly slug: string;
  readonly title: string;
  /** One sentence to the person: what happens with what they send. */
  readonly introduction: string;
  /** The purpose as it is stated at collection (GDPR 13(1)(c)) and kept with the record. */
  readonly purpose: string;
  readonly lawfulBasis: LawfulBasis;
  readonly retention: RetentionCategory;
  /** In the order of the page. Every form has the field `email`. */
  readonly fields: readonly Field[];
  /** Never ticked beforehand (GDPR 4(11), 7). */
  readonly consents: readonly Consent[];
  /** Asks date of birth and country, refuses children below the local age, keeps neither answer. */
  readonly ageGate: boolean;
  /** The date field from which the retention period runs ("the event's day"); absent: from submission. */
  readonly clockField?: string;
  /** Where the click in the letter is itself a consent (a recommended friend's yes): what it is, and what holds then. */
  readonly byConfirming?: { readonly consent: Consent; readonly retention: RetentionCategory };
  /** The letter that asks to confirm; absent: the one of every form. */
  readonly letter?: "confirm-referral";
}

/** GDPR 6(1). */
export type LawfulBasis =
  | "consent"
  | "contract"
  | "steps-before-contract"
  | "legal-obligation"
  | "legitimate-interest";

/** The categories of Cal. Civ. Code 1798.140(v)(1) that the forms can collect. */
export type PersonalDataCategory =
  | "identifiers"
  | "customer-records"
  | "commercial"
  | "professional"
  | "education"
  | "free-text";

interface FieldOfAnyKind {
  /** The name in the page, in JSON and in the record: letters and digits, camelCase. */
  readonly name: string;
  readonly label: string;
  /** Why it is asked, shown beside the field. */
  readonly why: string;
  readonly required: boolean;
  readonly category: PersonalDataCategory;
  /** The autofill token of the HTML standard, or "off". */
  readonly autocomplete: string;
}

/** A line or a block of text; limits are counted in characters after trimming and NFC. */
export interface TextField extends FieldOfAnyKind {
  readonly kind: "text" | "email" | "tel" | "url" | "long-text";
  readonly minLength?: number;
  readonly maxLength: number;
  /** True for a web address that we are to send something to: it must be public, with HTTPS. */
  readonly isSentTo?: boolean;
}

export interface ChoiceField extends FieldOfAnyKind {
  readonly kind: "choice";
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** True where how often each was chosen is still counted when nothing else of the submission is left. */
  readonly countedAfterwards?: true;
}

/** A calendar date, `YYYY-MM-DD`, both ends included. */
export interface DateField extends FieldOfAnyKind {
  readonly kind: "date";
  /** How far before today it may lie, an ISO 8601 duration; `P0D` is today. */
  readonly atMostBefore: string;
  /** How far after today it may lie: a date from which a period runs must not put it off for ever. */
  readonly atMostAfter: string;
}

/** A document. Only the kinds of `policy/attachment.ts`, checked by their first bytes. */
export interface FileField extends FieldOfAnyKind {
  readonly kind: "file";
  /** Bytes. */
  readonly maxBytes: number;
}

export type Field = TextField | ChoiceField | DateField | FileField;

/** A consent that a form may ask for; what was agreed to is kept by id, wording and notice version. */
export interface Consent {
  /** The name of the box in the page and in JSON, and the id in the record. */
  readonly name: string;
  readonly wording: string;
  /** True where the form has no purpose without it (a newsletter); such a form says so. */
  readonly required: boolean;
  /** The category the record is kept under once this consent is given, in place of the form's own. */
  readonly retention?: RetentionCategory;
}

/** One thing wrong with one field, in words that say how to mend it. `field` is "" for the form as a whole. */
export interface FieldProblem {
  readonly field: string;
  readonly detail: string;
}

/** A file as it arrived, before it is checked. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a client sent, whatever the content type, before it is checked. */
export interface Submitted {
  readonly values: ReadonlyMap<string, unknown>;
  readonly files: ReadonlyMap<string, readonly UploadedFile[]>;
}
