import { log } from "../edge/log.ts";
import { manifestOf, together } from "../policy/manifest.ts";
import type { RetentionCategory } from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import { type Compared, comparedOf } from "../records/comparisons.ts";
import { lastNights } from "../records/night-decisions.ts";
import { keepLiveCounts, liveCounts, noteNight } from "../records/nights.ts";
import { countOverdueHolds } from "../records/placed-holds.ts";
import type { PlannedNight } from "./payloads.ts";
import { inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/**
 * Says what the look at the whole table means: what there is of each category, for the nights that follow; and what
 * earlier nights or the index have missed. Rows that have another day by now are moved next, and nobody is asked about
 * that: it destroys nothing, and where much is due at once by it, the same night waits with that. By which schedule it
 * was looked is kept behind the moves (`plan.ts`), so that a look that broke off is begun anew.
 */
export async function weigh(planned: PlannedNight, sweeper: Sweeper): Promise<PlannedNight> {
  const { database } = sweeper;
  const { night, at } = planned;
  const seen = await comparedOf(database, night, planned.segments);
  const { schedule = "" } = (await liveCounts(database)) ?? {};
  const files = seen.reduce((all, one) => all + one.files.looked, 0);
  const live = sum(seen.map((one) => one.live));
  // Of files so many that the table lacks their records are too many: it may be the wrong table.
  const counts = files === 0 ? live : { ...live, "file-without-form": files };
  await keepLiveCounts(database, { countedAt: wallTime(sweeper), schedule, counts });
  const waiting = new Set<string>([...(planned.putOff ?? []), ...(await waitingCategories(sweeper))]);
  const late = sum(seen.map((one) => one.late));
  const missed = sum([
    ...seen.map((one) => one.missed),
    // What waits for a person is late, and nobody has missed it.
    Object.fromEntries(Object.entries(late).filter(([category]) => !waiting.has(category))),
  ]);
  const looked = seen.reduce((all, one) => all + one.looked, 0);
  const once = { startedAt: wallTime(sweeper) };
  await noteNight(database, night, { at: inUtc(at), status: "planned", proof: { looked, missed } }, { once });
  const count = Object.values(missed).reduce((all, n) => all + n, 0);
  if (count > 0) log.warn("missed by the nights before", { count });
  // Nothing ends a hold by itself, so that one which nobody remembers would keep data for ever.
  const overdue = await countOverdueHolds(database, night);
  if (overdue > 0) log.warn("holds nobody has looked at", { count: overdue });
  const manifest = manifestOf(together(seen.map((one) => one.moves)), sha256);
  return { ...planned, manifest, compared: true, again: true, needs: "nobody" };
}

/** Of which more is due than may go without a person, as the last nights have reported. */
async function waitingCategories({ database }: Sweeper): Promise<readonly string[]> {
  const nights = await lastNights(database, 2);
  return nights.flatMap(({ counts }) => Object.keys(counts?.waiting ?? {}));
}

function sum(counts: readonly Compared["live"][]): Partial<Record<RetentionCategory, number>> {
  const all: Partial<Record<RetentionCategory, number>> = {};
  for (const [category, count] of counts.flatMap((one) => Object.entries(one)))
    all[category as RetentionCategory] = (all[category as RetentionCategory] ?? 0) + count;
  return all;
}
