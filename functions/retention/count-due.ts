import { GrowingPile, nameOf, type Pile, together } from "../policy/manifest.ts";
import { type RetentionCategory, SHARDS } from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import type { Database } from "../records/database.ts";
import { readAfresh } from "../records/due-parts.ts";
import { type DuePosition, DueRow, dueRows } from "../records/due-rows.ts";

/** What is due in one shard, of one category: how much on which day, and which. */
interface Heap {
  readonly pile: GrowingPile;
  /** The hashes of its rows. */
  readonly names: string[];
}

/** What is due in a night, by shard and category. */
export type DueNow = ReadonlyMap<string, ReadonlyMap<RetentionCategory, Heap>>;

/** Whether a category is among those that are meant. */
type Of = (category: RetentionCategory) => boolean;

/**
 * What is due on a day and before, one query a shard where nothing is; nothing grows with what there is.
 * @param afresh of these the index is not believed, which may be a moment behind: their rows themselves are asked.
 */
export async function countDue(
  database: Database,
  day: string,
  afresh: readonly RetentionCategory[] = [],
): Promise<DueNow> {
  const shards = SHARDS.map(async (shard) => {
    const heaps = new Map<RetentionCategory, Heap>();
    for await (const rows of pagesOf(database, shard, day)) {
      const isDoubted = ({ dueAs }: DueRow) => afresh.includes(dueAs);
      for (const row of rows) if (!isDoubted(row)) add(heaps, row);
      for (const read of await readAfresh(database, rows.filter(isDoubted))) {
        const row = DueRow.safeParse(read).data;
        if (row !== undefined && row.due <= day) add(heaps, row);
      }
    }
    return [shard, heaps] as const;
  });
  return new Map(await Promise.all(shards));
}

export async function* pagesOf(
  database: Database,
  shard: string,
  day: string,
): AsyncIterable<readonly DueRow[]> {
  let after: DuePosition | undefined;
  do {
    const { rows, next } = await dueRows(database, shard, day, { after });
    yield rows;
    after = next;
  } while (after !== undefined);
}

function add(heaps: Map<RetentionCategory, Heap>, row: DueRow): void {
  const heap = heaps.get(row.dueAs) ?? { pile: new GrowingPile(sha256), names: [] };
  heap.names.push(heap.pile.add(row.dueAs, row.due, keyOf(row)));
  heaps.set(row.dueAs, heap);
}

const keyOf = ({ pk, sk }: Pick<DueRow, "pk" | "sk">): string => `${pk} ${sk}`;

/** The hash by which a row is in a manifest. */
export const nameOfRow = (row: DueRow): string =>
  nameOf({ category: row.dueAs, day: row.due, key: keyOf(row) }, sha256);

export const pileOf = (due: DueNow, of: Of = () => true): Pile =>
  together(
    [...due.values()].flatMap((heaps) =>
      [...heaps].filter(([category]) => of(category)).map(([, { pile }]) => pile.pile),
    ),
  );

/** The hashes of the rows, by shard; a shard without any is left out. */
export const namesOf = (due: DueNow, of: Of): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...due]
      .map(
        ([shard, heaps]) =>
          [shard, [...heaps].filter(([category]) => of(category)).flatMap(([, { names }]) => names)] as const,
      )
      .filter(([, names]) => names.length > 0),
  );
