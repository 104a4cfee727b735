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
import type { RowKey } from "../records/due-parts.ts";
import { keepStray } from "../records/stray-files.ts";
import { giveDay } from "../records/whole-table.ts";
import type { Segment } from "./payloads.ts";
import { dayOf, type Sweeper } from "./sweeper.ts";
import { through } from "./through.ts";

type Row = RowKey & Readonly<Record<string, unknown>>;

/**
 * Goes through a part of the whole table and holds each row's day against the one that its own state gives it; one part
 * also goes through the bucket of attachments, for files that no row knows. What it saw is kept for `weigh`; nothing is
 * changed.
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
  const late: Partial<Record<RetentionCategory, number>> = {};
  const moves = new GrowingPile(sha256);
  const files = { looked: 0 };
  let looked = 0;
  let next: RowKey | undefined;
  const visit = (row: Row) => {
    const clock = clockOf(row, schedule);
    if (clock === undefined) return;
    live[clock.category] = (live[clock.category] ?? 0) + 1;
    if (isMissed(row, clock)) missed[clock.category] = (missed[clock.category] ?? 0) + 1;
    else if (isLate(row, clock, night)) late[clock.category] = (late[clock.category] ?? 0) + 1;
    if (mustMove(row, clock, night))
      moves.add(clock.category, clock.due?.due ?? NEVER, `${row.pk} ${row.sk}`);
  };
  for await (const page of through(segment, more?.after, sweeper, remaining)) {
    page.rows.forEach(visit);
    if (page.of === "table") looked += page.rows.length;
    else files.looked += page.looked;
    next = page.next;
  }
  await keepCompared(database, night, segment.segment, more?.after, {
    ...{ looked, live, missed, late, files, moves: moves.pile },
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
  let next: RowKey | undefined;
  for await (const page of through(segment, more?.after, sweeper, remaining)) {
    const give = page.of === "table" ? giveDay : keepStray;
    for (const row of page.rows) {
      const clock = clockOf(row, sweeper.schedule);
      if (clock !== undefined && mustMove(row, clock, night)) await give(sweeper.database, row, clock.due);
    }
    next = page.next;
  }
  return next === undefined ? segment : { ...segment, more: { after: next } };
}

const clockOf = (row: Row, schedule: RetentionSchedule): ClockOfRow | undefined => {
  const [kind = ""] = row.sk.split("#");
  return clockOfRow(kind, row, schedule);
};

/** How a row that has no day any more is called in a manifest. */
const NEVER = "9999-12-31";

/** The index cannot have found it. */
function isMissed(row: Row, { due: wanted }: ClockOfRow): boolean {
  if (row.retained !== undefined) return typeof row.due !== "string" || !isIndexed(row);
  // The history of something that is no request is written without a day, and gets it here.
  if (wanted === undefined || (wanted.dueAs === "audit" && row.due === undefined)) return false;
  return !isIndexed(row);
}

/** It should have gone in a night before this one. */
const isLate = (row: Row, { due: wanted }: ClockOfRow, night: string): boolean =>
  row.retained === undefined && wanted !== undefined && row.due !== undefined && String(row.due) < night;

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
