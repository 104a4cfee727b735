import { forms } from "../intake/forms.ts";
import type { ChoiceField, Form } from "../policy/form.ts";
import { isSmall, withoutSmallCells } from "../policy/small-cells.ts";
import { type CountedMonth, countedMonths } from "../records/tallies.ts";
import { type AggregatedMonth, type AnswerTo, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/** What is left of the submissions that lead back to nobody: by form, month and answer, without what few gave. */
export async function aggregates(
  { form: slug }: Asked<"aggregates">,
  { database, schedule }: Desk,
): Promise<AnswerTo<"aggregates">> {
  const counted = forms.filter(({ retention }) => schedule[retention].action === "de-identify");
  const asked = counted.filter((form) => slug === undefined || form.slug === slug);
  if (asked.length === 0)
    return refused(
      "unknown-form",
      `Nothing is counted of the form "${slug}". There are: ${counted.map((form) => form.slug).join(", ")}.`,
    );
  const months = await Promise.all(
    asked.map(async (form) =>
      (await countedMonths(database, form.slug)).map((month) => withoutFew(form, month)),
    ),
  );
  return { outcome: "done", months: months.flat() };
}

function withoutFew(form: Form, counted: CountedMonth): AggregatedMonth {
  const { month, submissions } = counted;
  const choices = form.fields.filter(
    (field): field is ChoiceField => field.kind === "choice" && field.countedAfterwards === true,
  );
  return {
    form: form.slug,
    month,
    ...(isSmall(submissions) ? {} : { submissions }),
    fields: choices.map((field) => ({ field: field.name, answers: answersTo(field, counted) })),
  };
}

/** Those who gave no answer are a cell too: it could be computed from the others. */
function answersTo({ name, choices }: ChoiceField, { submissions, answers }: CountedMonth) {
  const given = choices.map(({ value }) => ({ answer: value, count: answers.get(`${name}:${value}`) ?? 0 }));
  const none = submissions - given.reduce((sum, { count }) => sum + count, 0);
  return withoutSmallCells([...given, { answer: "", count: Math.max(none, 0) }]);
}
