import { PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { HolderUnavailable } from "../policy/errors.ts";
import { RetentionCategory } from "../policy/retention-schedule.ts";
import { sha256 } from "./audit.ts";
import type { CountedDatabase } from "./database.ts";
import type { RowKey } from "./due-parts.ts";
import { NIGHTS, SweepPreview } from "./sweeps.ts";

const byCategory = z.partialRecord(RetentionCategory, z.number().int().nonnegative());

/** What one call of `compare` saw of its part of the table. */
export const Compared = z.object({
  looked: z.number().int().nonnegative(),
  /** What there is, by category. */
  live: byCategory,
  /** What the index could not have found. */
  missed: byCategory,
  /** What should have been gone before. */
  late: byCategory,
  /** Of the bucket of attachments: how many submissions' files there are. */
  files: z.object({ looked: z.number() }).default({ looked: 0 }),
  moves: z.object({ counts: SweepPreview, sum: z.string() }),
  /** Where the next call went on, by its mark. */
  next: z.string().optional(),
});
export type Compared = z.infer<typeof Compared>;

const pkOf = (night: string) => `${NIGHTS}#${night}`;
const skOf = (segment: string, from = "") => `compared#${segment}#${from}`;

/**
 * Where a call began, told apart from where others of the night did. The row there names a person and a record, and what
 * is kept here has no day on which it goes: so neither of them is in it.
 */
const markOf = (night: string, { pk, sk }: RowKey): string => sha256(`${night} ${pk} ${sk}`).slice(0, 16);

/** Under where it began, so that a call that is made again writes over what it wrote. */
export async function keepCompared(
  { client, aggregates }: CountedDatabase,
  night: string,
  segment: string,
  from: RowKey | undefined,
  { next, ...compared }: Omit<Compared, "next"> & { readonly next?: RowKey },
): Promise<void> {
  const Item = {
    ...{ pk: pkOf(night), sk: skOf(segment, from && markOf(night, from)), ...compared },
    ...(next === undefined ? {} : { next: markOf(night, next) }),
  };
  await client.send(new PutCommand({ TableName: aggregates, Item }));
}

/**
 * What all segments saw, each from its beginning to its end: of calls that were made twice one is on that way.
 * @throws HolderUnavailable where a link is not there, as another run of the same night is at it; later it is.
 */
export async function comparedOf(
  { client, aggregates }: CountedDatabase,
  night: string,
  segments: readonly string[],
): Promise<Compared[]> {
  const rows = new Map<string, Compared>();
  const pages = paginateQuery(
    { client },
    {
      TableName: aggregates,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :compared)",
      ExpressionAttributeValues: { ":pk": pkOf(night), ":compared": "compared#" },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) rows.set(String(item.sk), Compared.parse(item));
  return segments.flatMap((segment) => {
    const way: Compared[] = [];
    let from: string | undefined;
    do {
      const link = rows.get(skOf(segment, from));
      if (link === undefined) throw new HolderUnavailable("The table is still being compared");
      way.push(link);
      from = link.next;
    } while (from !== undefined);
    return way;
  });
}
