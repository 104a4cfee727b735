import { type ClockOfRow, clockOfRow } from "../policy/clock-of-row.ts";
import { GrowingPile } from "../policy/manifest.ts";
import {
  type Due,
  type RetentionCategory,
  type RetentionSchedule,
  SHARDS,
} from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import { keepCompared } from "../records/comparisons.ts";
import { giveDay, scanRecords } from "../records/whole-table.ts";
import { SEGMENTS, type Segment } from "./payloads.ts";
import { dayOf, RESERVE, type Sweeper } from "./sweeper.ts";

type Row = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/**
 * Goes through a part of the whole table and holds each row's day against the one that its own state gives it. What it
 * saw is kept for `weigh`; nothing is changed.
 */
export async function compare(
  { more, ...segment }: Segment,
  sweeper: Sweeper,
  remaining: () => number,
): Promise<Segment> {
  const { database, schedule } = sweeper;
  const night = dayOf(segment.at);
  const live: Partial<Record<RetentionCategory, number>> = {};
  const missed: Partial<Record<RetentionCategory, number>> = {};
  const moves = new GrowingPile(sha256);
  let looked = 0;
  const next = await through(segment, more?.after, sweeper, remaining, (row) => {
    looked += 1;
    const clock = clockOf(row, schedule);
    if (clock === undefined) return;
    live[clock.category] = (live[clock.category] ?? 0) + 1;
    if (isMissed(row, clock, night)) missed[clock.category] = (missed[clock.category] ?? 0) + 1;
    if (mustMove(row, clock, night))
      moves.add(clock.category, clock.due?.due ?? NEVER, `${row.pk} ${row.sk}`);
  });
  await keepCompared(database, night, segment.segment, more?.after, {
    ...{ looked, live, missed, moves: moves.pile },
    ...(next === undefined ? {} : { next }),
  });
  return next === undefined ? segment : { ...segment, more: { after: next } };
}

/**
 * Gives the rows of a part of the table the days they should have. It looks at each row anew: one that came since has
 * its day by the same schedule. Nothing is destroyed by it; what is due then goes by the same night's plan.
 */
export async function redate(
  { more, ...segment }: Segment,
  sweeper: Sweeper,
  remaining: () => number,
): Promise<Segment> {
  // Nothing was to be moved, so nobody has to look for it.
  if (segment.manifest === "") return segment;
  const night = dayOf(segment.at);
  const next = await through(segment, more?.after, sweeper, remaining, async (row) => {
    const clock = clockOf(row, sweeper.schedule);
    if (clock !== undefined && mustMove(row, clock, night)) await giveDay(sweeper.database, row, clock.due);
  });
  return next === undefined ? segment : { ...segment, more: { after: next } };
}

/** @returns where to go on, when the time is nearly up. */
async function through(
  { segment }: Segment,
  from: { readonly pk: string; readonly sk: string } | undefined,
  { database }: Sweeper,
  remaining: () => number,
  visit: (row: Row) => void | Promise<void>,
) {
  let after = from;
  do {
    const page = await scanRecords(database, Number(segment), SEGMENTS.length, after);
    for (const row of page.rows) await visit(row);
    after = page.next;
    if (after !== undefined && remaining() < RESERVE) return after;
  } while (after !== undefined);
  return undefined;
}

const clockOf = (row: Row, schedule: RetentionSchedule): ClockOfRow | undefined => {
  const [kind = ""] = row.sk.split("#");
  return clockOfRow(kind, row, schedule);
};

/** How a row that has no day any more is called in a manifest. */
const NEVER = "9999-12-31";

/** The index cannot have found it, or it should have gone in a night before this one. */
function isMissed(row: Row, { due: wanted }: ClockOfRow, night: string): boolean {
  if (row.retained !== undefined) return typeof row.due !== "string" || !isIndexed(row);
  // The history of something that is no request is written without a day, and gets it here.
  if (wanted === undefined || (wanted.dueAs === "audit" && row.due === undefined)) return false;
  return !isIndexed(row) || String(row.due) < night;
}

const isIndexed = ({ due, dueAs, shard }: Row): boolean =>
  typeof due === "string" && typeof dueAs === "string" && SHARDS.includes(String(shard));

/** What a hold keeps has the day on which that is looked at again, and is left alone. */
function mustMove(row: Row, { due: wanted }: ClockOfRow, night: string): boolean {
  if (row.retained !== undefined) return false;
  if (wanted === undefined) return row.due !== undefined;
  if (isSame(row, wanted)) return false;
  // Its time was over when it got its day: the next night is early enough, and is what it has.
  const soon =
    isIndexed(row) && row.dueAs === wanted.dueAs && wanted.due <= night && String(row.due) <= dayAfter(night);
  return !soon;
}

const isSame = (row: Row, { due, dueAs, shard }: Due): boolean =>
  row.due === due && row.dueAs === dueAs && row.shard === shard;

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
