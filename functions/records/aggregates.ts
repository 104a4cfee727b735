import type { Tally } from "../policy/de-identify.ts";
import type { CountedDatabase } from "./database.ts";
import type { Part } from "./transaction.ts";

/**
 * Aggregates: what is left of submissions that were de-identified. One row a form and month: how many came
 * (`submissions`), and how often each answer was chosen (`answer:satisfaction:content`). Whoever shows them leaves small
 * counts out.
 */
export const tallyKey = (form: string, month: string) => ({ pk: `form#${form}`, sk: month });

export const ANSWER = "answer:";

/** The parts of the transaction in which the submissions go: so each is counted once, or is still there. */
export function addTallies({ aggregates }: CountedDatabase, tallies: readonly Tally[]): Part[] {
  const rows = Map.groupBy(tallies, ({ form, month }) => `${form}#${month}`);
  return [...rows.values()].flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const counts = Map.groupBy(
      together.flatMap(({ answers }) => ["submissions", ...answers.map((answer) => ANSWER + answer)]),
      (name) => name,
    );
    return [
      addPart(
        aggregates,
        tallyKey(first.form, first.month),
        new Map([...counts].map(([name, all]) => [name, all.length])),
        { form: first.form, month: first.month },
      ),
    ];
  });
}

/** An update that adds to counts of the first level, and names what they count. */
export function addPart(
  TableName: string,
  Key: { readonly pk: string; readonly sk: string },
  counts: ReadonlyMap<string, number>,
  set: Readonly<Record<string, string>> = {},
) {
  const [added, named] = [[...counts], Object.entries(set)];
  const sets = named.length === 0 ? "" : `SET ${named.map((_, i) => `#s${i} = :s${i}`).join(", ")} `;
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression: `${sets}ADD ${added.map((_, i) => `#a${i} :a${i}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries([
        ...named.map(([name], i) => [`#s${i}`, name]),
        ...added.map(([name], i) => [`#a${i}`, name]),
      ]) as Record<string, string>,
      ExpressionAttributeValues: Object.fromEntries([
        ...named.map(([, value], i) => [`:s${i}`, value]),
        ...added.map(([, count], i) => [`:a${i}`, count]),
      ]) as Record<string, unknown>,
    },
  };
}
