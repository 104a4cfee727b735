import { beyond, inWords, isBeyond } from "../policy/blast-radius.ts";
import { manifestOf, perCategory, together } from "../policy/manifest.ts";
import type { RetentionCategory } from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import { type Compared, comparedOf } from "../records/comparisons.ts";
import { keepLiveCounts, noteNight } from "../records/nights.ts";
import type { PlannedNight } from "./payloads.ts";
import { hashOf, inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/**
 * Says what the look at the whole table means: whether so many rows would be due at once, because the schedule has
 * changed or the index had missed them, that a person has to look first. What there is of each category is kept for the
 * nights that follow.
 */
export async function weigh(planned: PlannedNight, sweeper: Sweeper): Promise<PlannedNight> {
  const { database } = sweeper;
  const { night, at } = planned;
  const seen = await comparedOf(database, night, planned.segments);
  const live = sum(seen.map((one) => one.live));
  const moves = together(seen.map((one) => one.moves));
  const manifest = manifestOf(moves, sha256);
  // Of what moves to a day to come nothing goes now.
  const tooMany = beyond(sweeper.blastRadius, perCategory(moves.counts, night), live);
  const files = seen.reduce((all, one) => all + one.files.looked, 0);
  const strays = seen.reduce((all, one) => all + one.files.strays, 0);
  const reasons = [
    ...(tooMany.length > 0 ? [inWords(tooMany)] : []),
    // What nobody confirmed goes in any number; yet a table that lacks this many records may be the wrong one.
    ...(isBeyond(sweeper.blastRadius, strays, files)
      ? [`files without a record: ${strays} of ${files}`]
      : []),
  ];
  await keepLiveCounts(database, {
    countedAt: wallTime(sweeper),
    schedule: hashOf(sweeper.schedule),
    counts: live,
  });
  await noteNight(
    database,
    night,
    {
      at: inUtc(at),
      status: "planned",
      proof: {
        looked: seen.reduce((all, { looked }) => all + looked, 0),
        missed: sum(seen.map((one) => one.missed)),
      },
      ...(manifest === "" ? {} : { manifest, preview: moves.counts }),
    },
    { once: { startedAt: wallTime(sweeper) } },
  );
  const { decided: _, ...rest } = planned;
  return {
    ...rest,
    ...{ manifest, compared: true, again: true },
    needs: reasons.length > 0 ? "person" : "nobody",
    reason: reasons.length > 0 ? `due at once: ${reasons.join("; ")}` : "",
  };
}

function sum(counts: readonly Compared["live"][]): Partial<Record<RetentionCategory, number>> {
  const all: Partial<Record<RetentionCategory, number>> = {};
  for (const [category, count] of counts.flatMap((one) => Object.entries(one)))
    all[category as RetentionCategory] = (all[category as RetentionCategory] ?? 0) + count;
  return all;
}
