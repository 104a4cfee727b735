import { Temporal } from "temporal-polyfill";
import { log } from "../edge/log.ts";
import type { RetentionCategory } from "../policy/retention-schedule.ts";
import { readAfresh } from "../records/due-parts.ts";
import type { DueRow } from "../records/due-rows.ts";
import { noteNight, shardCounts } from "../records/nights.ts";
import { plannedRows } from "../records/planned-rows.ts";
import { type SweepNight, sumCounts } from "../records/sweeps.ts";
import { nameOfRow, pagesOf } from "./count-due.ts";
import { type Night, PlannedNight } from "./payloads.ts";
import { dayOf, inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/** What the machine ends with, and whoever started it by hand reads. */
export type Report = Omit<SweepNight, "awaits" | "preview" | "askedBy"> & { readonly failed?: true };

/**
 * Writes down what the night has done: what its transactions have counted, and what is left of what was due. Where
 * nothing was due nobody has to look. A night that has to ask a person is reported before it does, and after.
 */
export async function report(input: Night, sweeper: Sweeper): Promise<Report> {
  const planned = PlannedNight.parse(input);
  const { night, swept = [], needs } = planned;
  const missed = swept.some(({ failed }) => failed !== undefined);
  const looked = planned.shards.length > 0 || planned.again === true;
  const left = await whatIsLeft(planned, sweeper);
  const status = statusOf(planned, missed);
  const row = await noteNight(
    sweeper.database,
    night,
    {
      at: inUtc(planned.at),
      status,
      endedAt: wallTime(sweeper),
      counts: {
        ...sumCounts(looked ? await shardCounts(sweeper.database, night) : []),
        failed: Object.fromEntries(left.failed),
        ...(left.waiting.size === 0 ? {} : { waiting: Object.fromEntries(left.waiting) }),
      },
      oldestOverdue: left.oldest,
    },
    {
      remove: [
        // The question of another run is not ours to take back.
        ...(hasAsked(planned) ? (["awaits"] as const) : []),
        ...(left.oldest === undefined ? (["oldestOverdue"] as const) : []),
      ],
      once: { startedAt: wallTime(sweeper) },
    },
  );
  tell(row, left.overdue, needs);
  // Only what is swept in its own night says that there was one, not what somebody agrees to days later.
  if (!missed && !hasAsked(planned)) log.info("the night is over", { count: total(row.counts?.erased) });
  const { awaits: _, preview: __, askedBy: ___, ...told } = row;
  return missed ? { ...told, failed: true } : told;
}

/** Whether this run has asked a person, and has the answer, or got none. */
const hasAsked = ({ decided, failure }: Night): boolean =>
  decided !== undefined || failure?.Error === "States.Timeout";

function statusOf({ decided, failure, needs }: PlannedNight, missed: boolean): SweepNight["status"] {
  if (decided?.decision === "refuse") return "refused";
  if (failure?.Error === "States.Timeout") return "unanswered";
  if (missed) return "failed";
  return needs === "person" ? "awaiting-person" : "done";
}

/**
 * A night that broke off: what it has done until then is counted, and the next one does the rest. A preview was none, and
 * leaves none behind.
 */
export async function reportFailure({ at, failure, asks, preview }: Night, sweeper: Sweeper): Promise<void> {
  const night = dayOf(at);
  log.error("the night failed", { outcome: failure?.Error ?? "unknown" });
  if (preview === true) return;
  await noteNight(
    sweeper.database,
    night,
    {
      at: inUtc(at),
      status: "failed",
      endedAt: wallTime(sweeper),
      counts: sumCounts(await shardCounts(sweeper.database, night)),
    },
    // Nobody would hear the answer.
    { remove: asks === undefined ? [] : ["awaits"], once: { startedAt: wallTime(sweeper) } },
  );
}

type Counts = Map<RetentionCategory, number>;

interface Left {
  /** What should have gone and has not. */
  readonly failed: Counts;
  /** What a person has not agreed to. */
  readonly waiting: Counts;
  readonly oldest: string | undefined;
  /** How many should have been gone for more than a day. */
  readonly overdue: number;
}

/** What has become due since the night was planned is for the next one, and no failure of this. */
async function whatIsLeft(
  { shards, night, at, manifest, heldBack }: PlannedNight,
  { database, clock }: Sweeper,
): Promise<Left> {
  const left = { failed: new Map() as Counts, waiting: new Map() as Counts };
  let oldest: string | undefined;
  let overdue = 0;
  const dayBefore = Temporal.Instant.from(at).subtract({ hours: 24 }).toString();
  for (const shard of shards) {
    let isPlanned: Awaited<ReturnType<typeof plannedRows>> | undefined;
    for await (const page of pagesOf(database, shard, night)) {
      for (const row of await stillDue(page, night, database)) {
        const waits = heldBack.includes(row.dueAs);
        if (!waits) isPlanned ??= await plannedRows(database, { night, manifest, shard }, clock());
        if (isPlanned?.(nameOfRow(row)) === false && !waits) continue;
        const counts = waits ? left.waiting : left.failed;
        counts.set(row.dueAs, (counts.get(row.dueAs) ?? 0) + 1);
        if (oldest === undefined || row.due < oldest) oldest = row.due;
        if (`${row.due}T00:00:00Z` < dayBefore) overdue += 1;
      }
    }
  }
  return { ...left, oldest, overdue };
}

/** The index may be a moment behind what was swept: so the rows themselves are asked. */
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
function tell(
  { status, counts, startedAt, ranFrom = startedAt, endedAt = ranFrom }: SweepNight,
  overdue: number,
  outcome: string,
): void {
  const milliseconds = Date.parse(endedAt) - Date.parse(ranFrom);
  const deferred = Object.values(counts?.deferred ?? {}).reduce((all, grounds) => all + total(grounds), 0);
  log.info("night reported", {
    outcome: `${status} ${outcome}`.trim(),
    milliseconds,
    erased: total(counts?.erased),
    deIdentified: total(counts?.deIdentified),
    deferred,
    failed: total(counts?.failed),
    waiting: total(counts?.waiting),
  });
  if (overdue > 0) log.warn("overdue by more than a day", { count: overdue });
}

const total = (of: Readonly<Partial<Record<string, number>>> = {}): number =>
  Object.values(of).reduce<number>((all, n) => all + (n ?? 0), 0);
