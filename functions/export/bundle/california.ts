import { formBySlug, forms } from "../../intake/forms.ts";
import {
  type CaliforniaCategory,
  californiaCategories,
  californiaCategoriesOf,
  precedingTwelveMonths,
} from "../../policy/california-categories.ts";
import type { Form } from "../../policy/form.ts";
import { recipients } from "../../policy/recipients.ts";
import type { BundleFacts } from "../bundle-entry.ts";
import type { Collected } from "../collected.ts";
import type { CaliforniaAnswer } from "./data-schema.ts";
import { otherCategories } from "./other-categories.ts";

/** The answer to a resident of California, about the 12 months before the request (11 CCR 7024(k)). */
export function californiaAnswers(collected: Collected, facts: BundleFacts): CaliforniaAnswer[] {
  const found = foundSince(precedingTwelveMonths(facts.request.receivedAt), collected);
  return (Object.keys(californiaCategories) as CaliforniaCategory[]).map((category) => {
    const { title, citation, inNotice, byDevice, sharedForAdvertising } = californiaCategories[category];
    const ofYou = found.filter(({ rows }) => rows.includes(category));
    const byForm = asked.has(category);
    const collectedAtAll = inNotice.collected || byForm;
    return {
      ...{ category, title, citation, sharedForAdvertising, sold: false },
      collected: collectedAtAll,
      // Whatever is sent with a form lies with those who host it.
      disclosed: inNotice.disclosed || byForm,
      aboutYou: ofYou.length > 0 ? "collected" : byDevice ? "by-device" : "not-found",
      sources: unique(ofYou.map(({ source }) => source)),
      purposes: unique(ofYou.map(({ purpose }) => purpose)),
      disclosedTo: collectedAtAll
        ? recipients
            .filter(({ categories }) => categories === "all" || categories.includes(category))
            .map(({ title }) => title)
        : [],
    };
  });
}

interface Found {
  readonly rows: readonly CaliforniaCategory[];
  readonly source: string;
  readonly purpose: string;
}

/** What was collected since then. What bears no date counts as new: better a category too many than one too few. */
function foundSince(since: string, { pages, latest, columns }: Collected): readonly Found[] {
  const categories = unique(pages.flatMap((page) => Object.keys(page.categories)));
  return categories
    .filter((category) => Date.parse(latest[category] ?? since) >= Date.parse(since))
    .flatMap((category) => foundIn(category, columns[category] ?? []));
}

function foundIn(category: string, columns: readonly string[]): readonly Found[] {
  const form = formBySlug(category);
  if (form !== undefined)
    return [{ rows: rowsOf(form, columns), source: sourceOf(form), purpose: form.purpose }];
  const { california, source, purpose } = otherCategories[category] ?? unknownCategory;
  return [{ rows: california, source, purpose }];
}

/** A form that is not there any more: it asked for an address at least. */
const unknownCategory = {
  california: ["identifiers", "customer-records"] as const,
  source: "You, with a form that we do not use any more.",
  purpose: "What the form said when you sent it.",
};

/** Where no answer was opened, as for categories only, all that the form asks for counts. */
function rowsOf({ fields }: Form, columns: readonly string[]): readonly CaliforniaCategory[] {
  const answered = fields.filter(({ name }) => columns.includes(name));
  return unique(
    (answered.length > 0 ? answered : fields).flatMap(({ category }) => californiaCategoriesOf[category]),
  );
}

/** What our forms ask for, all together. */
const asked: ReadonlySet<CaliforniaCategory> = new Set(forms.flatMap((form) => rowsOf(form, [])));

/** GDPR 15(1)(g), 11 CCR 7024(k)(2). The recommended friend did not come here by themselves. */
export const sourceOf = ({ title, byConfirming }: Form): string =>
  byConfirming === undefined
    ? `You, with our form “${title}”.`
    : `Somebody who knows you, with our form “${title}”.`;

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
