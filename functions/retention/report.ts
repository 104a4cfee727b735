import { Temporal } from "temporal-polyfill";
import { log } from "../edge/log.ts";
import type { RetentionCategory } from "../policy/retention-schedule.ts";
import { readAfresh } from "../records/due-parts.ts";
import { type DuePosition, type DueRow, dueRows } from "../records/due-rows.ts";
import { noteNight, shardCounts } from "../records/nights.ts";
import { type SweepNight, sumCounts } from "../records/sweeps.ts";
import { type Night, PlannedNight } from "./payloads.ts";
import { dayOf, inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/** What the machine ends with, and whoever started it by hand reads. */
export type Report = Omit<SweepNight, "awaits" | "preview"> & { readonly failed?: true };

/**
 * Writes down what the night has done: what its transactions have counted, and what is left of what was due. Where
 * nothing was due nobody has to look.
 */
export async function report(input: Night, sweeper: Sweeper): Promise<Report> {
  const planned = PlannedNight.parse(input);
  const { night, swept = [], decided, needs } = planned;
  const refused = decided?.decision === "refuse";
  const missed = swept.some(({ failed }) => failed !== undefined);
  const looked = planned.shards.length > 0 || planned.again === true;
  const left = await whatIsLeft(planned, !refused, sweeper);
  const counts = {
    ...sumCounts(looked ? await shardCounts(sweeper.database, night) : []),
    // What was not even tried has not failed.
    failed: refused ? {} : Object.fromEntries(left.perCategory),
  };
  const row = await noteNight(
    sweeper.database,
    night,
    {
      at: inUtc(planned.at),
      status: refused ? "refused" : missed ? "failed" : "done",
      endedAt: wallTime(sweeper),
      counts,
      oldestOverdue: left.oldest,
    },
    {
      remove: ["awaits", ...(left.oldest === undefined ? (["oldestOverdue"] as const) : [])],
      once: { startedAt: wallTime(sweeper) },
    },
  );
  tell(row, left.overdue, needs ?? "");
  const { awaits: _, preview: __, ...told } = row;
  return missed ? { ...told, failed: true } : told;
}

/** A night that broke off: what it has done until then is counted, and the next one does the rest. */
export async function reportFailure({ at, failure }: Night, sweeper: Sweeper): Promise<void> {
  const night = dayOf(at);
  log.error("the night failed", { outcome: failure?.Error ?? "unknown" });
  await noteNight(
    sweeper.database,
    night,
    {
      at: inUtc(at),
      status: "failed",
      endedAt: wallTime(sweeper),
      counts: sumCounts(await shardCounts(sweeper.database, night)),
    },
    { remove: ["awaits"], once: { startedAt: wallTime(sweeper) } },
  );
}

interface Left {
  readonly perCategory: ReadonlyMap<RetentionCategory, number>;
  readonly oldest: string | undefined;
  /** How many should have been gone for more than a day. */
  readonly overdue: number;
}

/** @param afresh whether something was swept: then the index may be a moment behind, and the rows themselves are asked. */
async function whatIsLeft(
  { shards, night, at }: PlannedNight,
  afresh: boolean,
  { database }: Sweeper,
): Promise<Left> {
  const perCategory = new Map<RetentionCategory, number>();
  let oldest: string | undefined;
  let overdue = 0;
  const dayBefore = Temporal.Instant.from(at).subtract({ hours: 24 }).toString();
  for (const shard of shards) {
    let after: DuePosition | undefined;
    do {
      const page = await dueRows(database, shard, night, { after });
      const rows = afresh ? await stillDue(page.rows, night, database) : page.rows;
      for (const { due, dueAs } of rows) {
        perCategory.set(dueAs, (perCategory.get(dueAs) ?? 0) + 1);
        if (oldest === undefined || due < oldest) oldest = due;
        if (`${due}T00:00:00Z` < dayBefore) overdue += 1;
      }
      after = page.next;
    } while (after !== undefined);
  }
  return { perCategory, oldest, overdue };
}

async function stillDue(
  rows: readonly DueRow[],
  night: string,
  database: Sweeper["database"],
): Promise<readonly DueRow[]> {
  const now = new Map((await readAfresh(database, rows)).map((row) => [`${row.pk} ${row.sk}`, row.due]));
  return rows.filter(({ pk, sk }) => {
    const due = now.get(`${pk} ${sk}`);
    return typeof due === "string" && due <= night;
  });
}

/** The lines that the alarms count (infra/retention.ts), and the night in figures. */
function tell({ status, counts, startedAt, endedAt }: SweepNight, overdue: number, outcome: string): void {
  const milliseconds = Date.parse(endedAt ?? startedAt) - Date.parse(startedAt);
  const sum = (of: Readonly<Partial<Record<string, number>>> = {}) =>
    Object.values(of).reduce<number>((all, n) => all + (n ?? 0), 0);
  const deferred = Object.values(counts?.deferred ?? {}).reduce((all, grounds) => all + sum(grounds), 0);
  log.info("night reported", {
    outcome: `${status} ${outcome}`.trim(),
    milliseconds,
    erased: sum(counts?.erased),
    deIdentified: sum(counts?.deIdentified),
    deferred,
    failed: sum(counts?.failed),
  });
  if (status === "done") log.info("the night is over", { count: sum(counts?.erased), milliseconds });
  if (overdue > 0) log.warn("overdue by more than a day", { count: overdue });
}
