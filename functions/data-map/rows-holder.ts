import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import { nextLook, type Verdict } from "../policy/may-destroy.ts";
import { dueOn, RetentionCategory } from "../policy/retention-schedule.ts";
import type { Database } from "../records/database.ts";
import { CHANGES_AT_ONCE, changeRows, type RowsOf, readRows, retainRow } from "../records/held-rows.ts";
import type { Part } from "../records/transaction.ts";
import { disclosesRows, type Telling } from "./disclosing.ts";
import { afresh } from "./guard.ts";
import type { Description, ErasedPage, Guard, HeldItem, Holder, Page } from "./holder.ts";

/** What every row has, and what a row that was kept before says. */
export const HeldRow = z.object({
  sk: z.string(),
  due: z.string().optional(),
  dueAs: RetentionCategory.optional(),
  retained: z
    .object({
      ...{ ground: z.string(), citation: z.string(), until: z.string(), hold: z.string().optional() },
      toErase: z.boolean().optional(),
    })
    .optional(),
});
export type HeldRow = z.infer<typeof HeldRow>;

/** A holder whose items are rows of a table under their person: what is its own. The rest is the same for all. */
export interface KeptRows<Row extends HeldRow> {
  readonly description: Description;
  readonly rows: RowsOf;
  /** Its schema's attributes are all that is read of a row. */
  readonly row: z.ZodObject & z.ZodType<Row>;
  readonly item: (row: Row) => Omit<HeldItem, "holder" | "key">;
  /** True for a row that an erasure leaves as it is, on whosever behalf. */
  readonly stays?: (row: Row) => boolean;
  /** True where the own request's rows are needed to the end. */
  readonly ownStay: boolean;
  /** What destroying it takes, in one transaction. */
  readonly destroy: (row: Row, database: Database, subject: SubjectId) => readonly Part[];
  /** The clock by which a row is queued that had none; undefined for what ends by itself and needs no night of the sweep. */
  readonly clock: (row: Row) => RetentionCategory | undefined;
}

/** Pages that a hold or a move meets are read again; so many in a row do not happen by chance. */
const TRIES = 5;

export function rowsHolder<Row extends HeldRow, Told>(
  database: Database,
  kept: KeptRows<Row>,
  telling: Telling<Told>,
): Holder {
  const { name } = kept.description;
  const attributes = Object.keys(kept.row.shape).filter((attribute) => attribute !== "sk");
  const itemOf = (row: Row): HeldItem => ({ holder: name, key: row.sk, ...kept.item(row) });
  const read = async (subject: SubjectId, options: { from?: string; limit?: number }) => {
    const { rows, next } = await readRows(database, subject, kept.rows, attributes, options);
    return { rows: rows.map((row) => kept.row.parse(row)), next };
  };

  async function* collect(subject: SubjectId): AsyncIterable<Page> {
    let from: string | undefined;
    do {
      const { rows, next } = await read(subject, { from });
      yield { items: rows.map(itemOf), next };
      from = next;
    } while (from !== undefined);
  }

  async function erase(
    subject: SubjectId,
    guard: Guard,
    now: Temporal.Instant,
    from?: string,
  ): Promise<ErasedPage> {
    let standing = guard;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const page = await read(subject, { from, limit: CHANGES_AT_ONCE });
      const { changes, ...done } = judged(page, subject, standing, now);
      const through =
        changes.length === 0 || (await changeRows(database, subject, standing.versions, changes));
      if (through) return { ...done, guard: standing };
      standing = await afresh(standing);
    }
    throw new HolderUnavailable(`${name} kept changing`);
  }

  /** As many of the page's rows as one transaction takes, each with its verdict carried out. */
  function judged(
    { rows, next }: { rows: readonly Row[]; next?: string },
    subject: SubjectId,
    guard: Guard,
    now: Temporal.Instant,
  ) {
    const changes: Part[] = [];
    const done = { destroyed: 0, retained: 0 };
    let last: string | undefined;
    for (const row of rows) {
      const item = itemOf(row);
      const verdict = passedOver(row, item, guard) ? undefined : guard.judge(item);
      const parts = verdict === undefined ? [] : partsFor(row, item, verdict, subject, now);
      if (changes.length + parts.length > CHANGES_AT_ONCE) return { changes, ...done, next: last };
      changes.push(...parts);
      if (verdict?.may === true) done.destroyed += 1;
      if (verdict?.may === false) done.retained += 1;
      last = row.sk;
    }
    return { changes, ...done, next };
  }

  const passedOver = (row: Row, item: HeldItem, { ownRequest, covers }: Guard): boolean =>
    kept.stays?.(row) === true ||
    (kept.ownStay && ownRequest !== undefined && item.record === ownRequest) ||
    !covers(item);

  function partsFor(
    row: Row,
    { record }: HeldItem,
    verdict: Verdict,
    subject: SubjectId,
    now: Temporal.Instant,
  ): readonly Part[] {
    if (verdict.may) return kept.destroy(row, database, subject);
    const clock = kept.clock(row);
    if (clock === undefined) return [];
    const { may: _, ...reason } = verdict;
    const retained = { ...reason, toErase: true };
    const { ground, citation, until, hold } = retained;
    const due = dueOn(nextLook(verdict, now), row.dueAs ?? clock, record ?? row.sk);
    const was = row.retained;
    const isSo =
      row.due === due.due &&
      was?.ground === ground &&
      was.until === until &&
      was.citation === citation &&
      was.hold === hold &&
      was.toErase === true;
    return isSo ? [] : [retainRow(database, subject, { sk: row.sk, due, retained })];
  }

  return {
    describe: () => kept.description,
    collect,
    disclose: disclosesRows(database, name, kept.rows, telling),
    erase,
  };
}
