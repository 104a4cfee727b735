import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import { ANSWER, tallyKey } from "./aggregates.ts";
import type { CountedDatabase } from "./database.ts";

/** What is left of a month of a form, small counts too: whoever shows them hides those (policy/small-cells.ts). */
export interface CountedMonth {
  /** `2027-01` */
  readonly month: string;
  readonly submissions: number;
  /** `satisfaction:content` → how often it was chosen. */
  readonly answers: ReadonlyMap<string, number>;
}

/** Every month of a form of which something was counted, in their order. */
export async function countedMonths(
  { client, aggregates }: CountedDatabase,
  form: string,
): Promise<CountedMonth[]> {
  const months: CountedMonth[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: aggregates,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": tallyKey(form, "").pk },
    },
  );
  for await (const { Items = [] } of pages)
    for (const { sk, submissions, ...counts } of Items) {
      const answers = Object.entries(counts)
        .filter(([name, count]) => name.startsWith(ANSWER) && typeof count === "number")
        .map(([name, count]) => [name.slice(ANSWER.length), Number(count)] as const);
      months.push({ month: String(sk), submissions: Number(submissions ?? 0), answers: new Map(answers) });
    }
  return months;
}
