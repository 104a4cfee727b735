import type { AggregatedMonth } from "../../functions/desk/answer.ts";
import { table } from "./terminal.ts";

/** What is left of records that lead back to nobody, in a table. */
export function sayAggregates(months: readonly AggregatedMonth[]): string {
  if (months.length === 0) return "Nothing was counted yet.";
  const rows = months.flatMap(({ form, month, submissions, fields }) => [
    [form, month, "", "submissions", sayCount(submissions)],
    ...fields.flatMap(({ field, answers }) =>
      answers.map(({ answer, count }) => [
        form,
        month,
        field,
        answer === "" ? "(no answer)" : answer,
        sayCount(count),
      ]),
    ),
  ]);
  return [
    table(["FORM", "MONTH", "FIELD", "ANSWER", "COUNT"], rows),
    "",
    "A dash stands for few: fewer than five, or what could be computed from the others.",
  ].join("\n");
}

const sayCount = (count: number | undefined): string => (count === undefined ? "-" : String(count));
