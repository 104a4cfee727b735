import { Temporal } from "temporal-polyfill";
import type * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Tally } from "../policy/de-identify.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import { nextLook, type Verdict } from "../policy/may-destroy.ts";
import { dueOn, type RetentionCategory } from "../policy/retention-schedule.ts";
import { addTallies } from "../records/aggregates.ts";
import { readAfresh, updateAsRead } from "../records/due-parts.ts";
import type { DueRow } from "../records/due-rows.ts";
import { keyWithout } from "../records/forgetting.ts";
import { guardStands } from "../records/held-rows.ts";
import * as keys from "../records/keys.ts";
import { type Counted, countPart } from "../records/nights.ts";
import { type Part, write } from "../records/transaction.ts";
import { afresh } from "./guard.ts";
import type { Guard, HeldItem, Swept } from "./holder.ts";
import type { Night } from "./night.ts";
import type { HeldRow } from "./rows-holder.ts";

/** What becomes of one row whose clock has run out, in one transaction. */
export interface Fate {
  readonly parts: readonly Part[];
  readonly counted: readonly Counted[];
  /** True where something goes that the person's key opens. */
  readonly unseals?: boolean;
  readonly tally?: Tally;
  /** What hangs on it and is in no table: it goes before, as afterwards nobody would find it. */
  readonly first?: () => Promise<void>;
}

/** A row with a day; without one the index would not have it. */
export type Dated<Row> = Row & {
  readonly pk: string;
  readonly due: string;
  readonly dueAs: RetentionCategory;
};

export interface Sweeping<Row extends HeldRow> {
  /** The holder's name, by which it is judged. */
  readonly name: string;
  /** Of its rows' sort keys. */
  readonly prefix: string;
  readonly row: z.ZodType<Row>;
  readonly item: (row: Row) => Omit<HeldItem, "holder" | "key">;
  readonly fate: (row: Dated<Row>, judge: Judge, subject: SubjectId, night: Night) => Promise<Fate>;
}

/** @param other what of the row is judged, where it is not the whole of it. */
export type Judge = (other?: Partial<HeldItem>) => Verdict;

/** Rows that are read and judged at once: what they take has to fit into one transaction, and into memory. */
const AT_ONCE = 25;
/** A hundred are one transaction: this leaves room for the guard, the counts, the key and the tallies. */
const PARTS_AT_ONCE = 80;
const TRIES = 5;

/** Lets go of due rows of one kind: what the guard keeps is queued for the day on which it is judged again. */
export function sweepsRows<Row extends HeldRow>(sweeping: Sweeping<Row>) {
  return async (subject: SubjectId, rows: readonly DueRow[], guard: Guard, night: Night): Promise<Swept> => {
    const own = rows.filter(({ sk }) => sk.startsWith(sweeping.prefix)).map(({ sk }) => sk);
    let left: readonly string[] = own;
    let standing = guard;
    while (left.length > 0) {
      const { through, by } = await sweepSome(sweeping, subject, left.slice(0, AT_ONCE), standing, night);
      left = left.slice(through);
      // Files go by the word of the guard alone, so that word must be a fresh one.
      standing = left.length > 0 ? await afresh(by) : by;
    }
    return { guard: standing, taken: own.length };
  };
}

/** @returns how many of them are dealt with: those that fit into one transaction, and at least one. */
async function sweepSome<Row extends HeldRow>(
  sweeping: Sweeping<Row>,
  subject: SubjectId,
  sks: readonly string[],
  guard: Guard,
  night: Night,
): Promise<{ readonly through: number; readonly by: Guard }> {
  const { database } = night;
  let standing = guard;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const fates = await fatesOf(sweeping, subject, sks, standing, night);
    const going = fates.filter(({ fate }) => fate.parts.length > 0);
    const through = fates.length;
    if (night.foresee !== undefined) {
      for (const { day, fate } of going) night.foresee(day, fate.counted);
      return { through, by: standing };
    }
    if (going.length === 0) return { through, by: standing };
    const counted = going.flatMap(({ fate }) => fate.counted);
    const unsealed = going.filter(({ fate }) => fate.unseals === true).map(({ sk }) => sk);
    const parts = [
      ...going.flatMap(({ fate }) => fate.parts),
      ...addTallies(
        database,
        going.flatMap(({ fate }) => fate.tally ?? []),
      ),
    ];
    if (going.some(({ fate }) => fate.first !== undefined)) {
      // Files go by the word of the guard alone, and what holds for everybody may have been read a while ago.
      const fresh = await afresh(standing);
      if (!isSame(fresh, standing)) {
        standing = fresh;
        continue;
      }
    }
    const key = unsealed.length === 0 ? {} : await keyWithout(database, subject, unsealed);
    for (const { fate } of going) await fate.first?.();
    const written = await write<string>(database.client, {
      ...guardStands(database, subject, standing.versions),
      ...key,
      ...Object.fromEntries(parts.map((part, i) => [`change ${i}`, part])),
      ...(counted.length === 0 ? {} : { count: countPart(database, night, counted) }),
    });
    if (written.outcome === "written") return { through, by: standing };
    standing = await afresh(standing);
  }
  throw new HolderUnavailable(`${sweeping.name} kept changing`);
}

const isSame = ({ versions: one }: Guard, { versions: other }: Guard): boolean =>
  one.person === other.person && one.house === other.house;

/** The fates of the first rows, as many as fit. What is gone, or has another day by now, is passed over. */
async function fatesOf<Row extends HeldRow>(
  { name, row: schema, item, fate }: Sweeping<Row>,
  subject: SubjectId,
  sks: readonly string[],
  guard: Guard,
  night: Night,
): Promise<readonly { readonly sk: string; readonly day: string; readonly fate: Fate }[]> {
  const pk = keys.subject(subject);
  const read = await readAfresh(
    night.database,
    sks.map((sk) => ({ pk, sk })),
  );
  const bySk = new Map(read.map((one) => [String(one.sk), one]));
  const fates: { sk: string; day: string; fate: Fate }[] = [];
  let size = 0;
  for (const sk of sks) {
    const found = bySk.get(sk);
    const row = found === undefined ? undefined : dated(schema.parse(found), pk);
    const own =
      row === undefined || row.due > night.night
        ? PASSED_OVER
        : await fate(
            row,
            (other) => guard.judge({ holder: name, key: sk, ...item(row), ...other } as HeldItem),
            subject,
            night,
          );
    size += own.parts.length;
    if (size > PARTS_AT_ONCE && fates.length > 0) return fates;
    fates.push({ sk, day: row?.due ?? "", fate: own });
  }
  return fates;
}

/** Left as it is. */
export const PASSED_OVER: Fate = { parts: [], counted: [] };

function dated<Row extends HeldRow>(row: Row, pk: string): Dated<Row> | undefined {
  const { due, dueAs } = row;
  return due === undefined || dueAs === undefined ? undefined : { ...row, pk, due, dueAs };
}

/** Kept, with its ground, until it is judged again. */
export function deferred(
  row: Dated<HeldRow>,
  verdict: Exclude<Verdict, { may: true }>,
  shardKey: string,
  { database, now }: Night,
  {
    as = row.dueAs,
    remove = [],
  }: { readonly as?: RetentionCategory; readonly remove?: readonly string[] } = {},
): Fate {
  const { may: _, ...reason } = verdict;
  const retained = { ...reason, toErase: row.retained?.toErase };
  const due = dueOn(nextLook(verdict, now), as, shardKey);
  return {
    parts: [updateAsRead(database, row, { due: row.due }, { ...due, retained }, remove)],
    counted: [{ what: "deferred", category: as, ground: verdict.ground }],
  };
}

/** A day that is over already is the next one: what was swept tonight is not overdue tonight. */
export const notBeforeTomorrow = (day: Temporal.PlainDate, { night }: Night): Temporal.PlainDate => {
  const tomorrow = Temporal.PlainDate.from(night).add({ days: 1 });
  return Temporal.PlainDate.compare(day, tomorrow) < 0 ? tomorrow : day;
};
