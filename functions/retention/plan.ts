import { beyond, inWords } from "../policy/blast-radius.ts";
import { GrowingPile, manifestOf, type Pile, perCategory, together } from "../policy/manifest.ts";
import { SHARDS } from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import type { CountedDatabase } from "../records/database.ts";
import { type DuePosition, dueRows } from "../records/due-rows.ts";
import { liveCounts, noteNight } from "../records/nights.ts";
import type { SweepStatus } from "../records/sweeps.ts";
import { type Night, type PlannedNight, SEGMENTS } from "./payloads.ts";
import { dayOf, hashOf, inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/**
 * Finds what is due, and says whether it may go: by itself, after a look at the whole table, or after a person has
 * looked. One query a shard where nothing is due; nothing grows with what is there.
 */
export async function plan(input: Night, sweeper: Sweeper): Promise<PlannedNight> {
  const { database } = sweeper;
  const night = dayOf(input.at);
  const piles = await Promise.all(SHARDS.map((shard) => whatIsDue(database, shard, night)));
  const pile = together(piles);
  const { at, proof, preview, compared, decided } = input;
  const planned = {
    ...{ at, proof, preview, compared, decided, night },
    manifest: manifestOf(pile, sha256),
    shards: SHARDS.filter((_, i) => Object.keys(piles[i]?.counts ?? {}).length > 0),
    segments: [...SEGMENTS],
  };
  if (preview === true) return { ...planned, needs: "nobody", reason: "", due: pile.counts };
  const need = await needOf(planned, pile, sweeper);
  const startedAt = wallTime(sweeper);
  const row = await noteNight(
    database,
    night,
    {
      at: inUtc(at),
      status: STATUS[need.needs],
      ...(pile.sum === "0" ? {} : { manifest: planned.manifest, preview: pile.counts }),
    },
    { remove: ["awaits"], once: { startedAt } },
  );
  return { ...planned, ...need, again: input.again === true || row.startedAt !== startedAt };
}

interface Need {
  readonly needs: "nothing" | "nobody" | "person" | "comparison";
  readonly reason: string;
}

const STATUS: Readonly<Record<Need["needs"], SweepStatus>> = {
  nothing: "running",
  nobody: "running",
  person: "planned",
  comparison: "planned",
};

/**
 * Of what there is of each category the last look at the table knows. Where there was none, or by another schedule, a
 * look comes first: so a table that is full is never swept blindly, and one that is new waits for nobody. Before a
 * person is asked it is counted afresh, as what has come since may explain it.
 */
async function needOf(night: PlannedNight, pile: Pile, sweeper: Sweeper): Promise<Need> {
  const live = await liveCounts(sweeper.database);
  if (night.compared !== true) {
    if (night.proof === true) return { needs: "comparison", reason: "weekly proof" };
    if (live === undefined) return { needs: "comparison", reason: "first night" };
    if (live.schedule !== hashOf(sweeper.schedule))
      return { needs: "comparison", reason: "schedule changed" };
  }
  if (night.shards.length === 0) return { needs: "nothing", reason: "" };
  const tooMany = beyond(sweeper.blastRadius, perCategory(pile.counts), live?.counts ?? {});
  if (tooMany.length === 0) return { needs: "nobody", reason: "" };
  const { decided } = night;
  if (decided?.decision === "approve" && decided.manifest === night.manifest)
    return { needs: "nobody", reason: "" };
  const reason = `more than usual: ${inWords(tooMany)}`;
  return night.compared === true ? { needs: "person", reason } : { needs: "comparison", reason };
}

/** One shard's part, a page at a time. */
async function whatIsDue(database: CountedDatabase, shard: string, day: string): Promise<Pile> {
  const growing = new GrowingPile(sha256);
  let after: DuePosition | undefined;
  do {
    const { rows, next } = await dueRows(database, shard, day, { after });
    for (const { pk, sk, due, dueAs } of rows) growing.add(dueAs, due, `${pk} ${sk}`);
    after = next;
  } while (after !== undefined);
  return growing.pile;
}
