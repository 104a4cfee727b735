import type { Disclosed } from "../../data-map/holder.ts";
import { formBySlug, forms } from "../../intake/forms.ts";
import { lawfulBasisWords } from "../../pages/lawful-basis.ts";
import { consentTitles } from "../../policy/choices.ts";
import { dayInWords, momentInWords } from "../../policy/days.ts";
import { isRecordField, type RecordField, recordFields } from "../../policy/record-fields.ts";
import { refusalGrounds } from "../../policy/refusal-grounds.ts";
import { waitingFor } from "../../policy/request-lifecycle.ts";
import { regimeNames, residences } from "../../policy/residence.ts";
import { rights } from "../../policy/rights.ts";
import { otherCategories } from "./other-categories.ts";

/** "Contact us", "Your consents and subscriptions"; a category that nobody knows any more keeps its name. */
export function titleOf(category: string): string {
  return formBySlug(category)?.title ?? otherCategories[category]?.title ?? category;
}

/** Forms in the order of the site, then the rest as it stands in its table, then what no table knows. */
export function inReadingOrder(categories: readonly string[]): readonly string[] {
  const known = [...forms.map(({ slug }) => slug), ...Object.keys(otherCategories)];
  const place = (category: string) => (known.includes(category) ? known.indexOf(category) : known.length);
  return categories.toSorted(
    (one, other) => place(one) - place(other) || (one < other ? -1 : one === other ? 0 : 1),
  );
}

/** A field as its form calls it. */
export function labelOf(category: string, name: string): string {
  if (isRecordField(name)) return recordFields[name];
  const field = formBySlug(category)?.fields.find((one) => one.name === name);
  return field?.label ?? otherCategories[category]?.labels?.[name] ?? name;
}

type InWords = (value: string, item: Disclosed) => string | undefined;

/** What a record says about itself, in words; a value that is not here is shown as it is. */
const recordInWords: Readonly<Partial<Record<RecordField, InWords>>> = {
  "record:form": (slug) => formBySlug(slug)?.title,
  "record:status": (status) => statusInWords[status],
  "record:confirmedAt": momentInWords,
  "record:lawfulBasis": (basis) => own(lawfulBasisWords, basis),
  "record:noticeVersion": dayInWords,
  "record:field": (name, { fields }) => labelOf(fields["record:form"] ?? "", name),
  "record:erased": () => "It was erased while this copy was made.",
  "record:unreadable": () => "It is there, but it could not be opened.",
  "record:right": (right) => own(rights, right)?.title,
  "record:regime": (regime) => own(regimeNames, regime),
  "record:verifiedAt": momentInWords,
  "record:dueBy": dayInWords,
  "record:concludedAt": momentInWords,
  "record:ground": (ground) => own(refusalGrounds, ground)?.words,
  "record:kind": (kind) => kind.replaceAll("-", " "),
  "record:createdAt": momentInWords,
  "record:expiresAt": momentInWords,
  "record:public": (who) => (who === "everybody" ? "Everybody: it is public" : who),
};

const NOT_CONFIRMED = "Not confirmed: whoever knows your address can have sent it.";

const statusInWords: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  ...Object.fromEntries(
    ["unverified", "received", "awaiting-verification", "expired"].map((status) => [status, NOT_CONFIRMED]),
  ),
  confirmed: "Confirmed",
  ...Object.fromEntries(
    (["verified", "in-progress", "awaiting-person", "completed", "refused", "cancelled"] as const).map(
      (status) => [status, waitingFor(status)],
    ),
  ),
});

/** A value as the form offered it: "Very content", not "very-content". */
export function valueInWords(item: Disclosed, name: string, value: string): string {
  if (isRecordField(name)) return recordInWords[name]?.(value, item) ?? value;
  if (name === "consent") return own(consentTitles, value) ?? value;
  if (item.category === "consents" && name === "ended") return momentInWords(value);
  const field = formBySlug(item.category)?.fields.find((one) => one.name === name);
  const choices = field?.kind === "choice" ? field.choices : name === "residence" ? residences : undefined;
  return choices?.find((choice) => choice.value === value)?.label ?? value;
}

/** Not what every object has: a value that comes out of a record must not find `constructor`. */
function own<Table extends object>(table: Table, key: string): Table[keyof Table] | undefined {
  return Object.hasOwn(table, key) ? table[key as keyof Table] : undefined;
}
