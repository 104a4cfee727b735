import { beyond, inWords, type TooMany } from "../policy/blast-radius.ts";
import { manifestOf, perCategory } from "../policy/manifest.ts";
import { SHARDS } from "../policy/retention-schedule.ts";
import { sha256 } from "../records/audit.ts";
import { askedAbout, keepQuestion } from "../records/night-decisions.ts";
import { keepLiveCounts, type LiveCounts, liveCounts, noteNight } from "../records/nights.ts";
import { keepPlanned } from "../records/planned-rows.ts";
import type { SweepStatus } from "../records/sweeps.ts";
import { countDue, type DueNow, namesOf, pileOf } from "./count-due.ts";
import { type Night, PlannedNight, SEGMENTS } from "./payloads.ts";
import { dayOf, hashOf, inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/**
 * Finds what is due, and says what of it may go: by itself, after a look at the whole table, or after a person has
 * looked. A category of which more would go than usual holds up nothing but itself. First what is held of it is put
 * off: what is left then is what would really go, by the word of the same guard. What it has counted is remembered, and
 * nothing else goes in the sweep that follows.
 */
export async function plan(input: Night, sweeper: Sweeper): Promise<PlannedNight> {
  if (input.decided !== undefined) return await agreed(PlannedNight.parse(input), sweeper);
  const { database } = sweeper;
  const night = dayOf(input.at);
  const { decided: _, asks: __, ...before } = input;
  const planned = { ...before, night, segments: [...SEGMENTS], approved: false };
  const due = await countDue(database, night, input.putOff);
  const need = await needOf({ ...before, night }, due, sweeper);
  const startedAt = wallTime(sweeper);
  const status = STATUS[need.needs];
  // A proof an hour later, or an answer after days, is a run of its own: nobody has worked in between.
  const run = input.night === undefined ? { ranFrom: startedAt } : {};
  const row = await noteNight(
    database,
    night,
    { at: inUtc(input.at), status, ...run },
    { once: { startedAt } },
  );
  const { ask, ...rest } = need;
  const counted = pileOf(due, willBeSwept(need));
  const manifest = manifestOf(counted, sha256);
  await keepPlanned(database, { night, manifest }, namesOf(due, willBeSwept(need)), sweeper.clock());
  return {
    ...planned,
    ...rest,
    manifest,
    shards: SHARDS.filter((shard) => (due.get(shard)?.size ?? 0) > 0),
    ...(ask === undefined ? {} : await question(night, ask, due, input, sweeper)),
    again: input.again === true || row.startedAt !== startedAt,
  };
}

type Need = Pick<PlannedNight, "needs" | "heldBack" | "reason" | "putOff" | "changed"> & {
  /** About what a person has to be asked. */
  readonly ask?: readonly TooMany[];
};

const STATUS: Readonly<Record<PlannedNight["needs"], SweepStatus>> = {
  nothing: "running",
  nobody: "running",
  "putting-off": "running",
  person: "running",
  comparison: "planned",
};

/**
 * Of what there is of each category the last look at the table knows. Where there was none, or by another schedule, a
 * look comes first: so a table that is full is never swept blindly, and one that is new waits for nobody. Before a
 * person is asked it is counted afresh, as what has come since may explain it. Who was asked about a category, and has
 * not answered, is not asked again meanwhile.
 */
async function needOf(night: Night & { night: string }, due: DueNow, sweeper: Sweeper): Promise<Need> {
  const { putOff = [], compared = false } = night;
  const live = await liveCounts(sweeper.database);
  const look = compared ? undefined : whyLook(night, live, sweeper);
  if (look !== undefined) return { needs: "comparison", heldBack: [], ...look };
  if (compared) await keepSchedule(live, sweeper);
  const counts = perCategory(pileOf(due).counts);
  if (counts.size === 0) return { needs: "nothing", heldBack: [], reason: "" };
  const tooMany = beyond(sweeper.blastRadius, counts, live?.counts ?? {});
  if (tooMany.length === 0) return { needs: "nobody", heldBack: [], reason: "" };
  const heldBack = tooMany.map(({ category }) => category);
  const reason = why(tooMany, night);
  if (heldBack.some((category) => !putOff.includes(category)))
    return { needs: "putting-off", heldBack, reason, putOff: [...new Set([...putOff, ...heldBack])] };
  const asked = await askedAbout(sweeper.database, night.execution, sweeper.clock());
  const ask = tooMany.filter(({ category }) => !asked.has(category));
  if (ask.length === 0) {
    const isLeft = [...counts.keys()].some((category) => !heldBack.includes(category));
    return { needs: isLeft ? "nobody" : "nothing", heldBack, reason };
  }
  return compared
    ? { needs: "person", heldBack, reason, ask }
    : { needs: "comparison", heldBack: [], reason };
}

/** Why the whole table is looked at before anything goes; undefined where it is not. */
export function whyLook(
  { proof }: Pick<Night, "proof">,
  live: LiveCounts | undefined,
  { schedule }: Sweeper,
) {
  if (proof === true) return { reason: "weekly proof", changed: hasChanged(live, schedule) };
  if (live === undefined) return { reason: "first night" };
  return hasChanged(live, schedule) ? { reason: "schedule changed", changed: true } : undefined;
}

const hasChanged = (live: LiveCounts | undefined, schedule: Sweeper["schedule"]): boolean =>
  live !== undefined && live.schedule !== hashOf(schedule);

/** Only here every row has its day by the schedule: a look that broke off before is begun anew. */
async function keepSchedule(live: LiveCounts | undefined, { database, schedule }: Sweeper): Promise<void> {
  if (live !== undefined && live.schedule !== hashOf(schedule))
    await keepLiveCounts(database, { ...live, schedule: hashOf(schedule) });
}

/** What is held back is looked at only to put off what is held of it. */
const willBeSwept =
  ({ needs, heldBack }: Need) =>
  (category: PlannedNight["heldBack"][number]): boolean =>
    needs === "putting-off" || ((needs === "nobody" || needs === "person") && !heldBack.includes(category));

/** @returns nothing where another run of the night was faster, and has asked. */
async function question(
  night: string,
  ask: readonly TooMany[],
  due: DueNow,
  input: Night,
  sweeper: Sweeper,
): Promise<Pick<PlannedNight, "asks" | "needs">> {
  const { database } = sweeper;
  const { execution } = input;
  const categories = ask.map(({ category }) => category);
  const of = (category: (typeof categories)[number]) => categories.includes(category);
  const pile = pileOf(due, of);
  const manifest = manifestOf(pile, sha256);
  await keepPlanned(database, { night, manifest }, namesOf(due, of), sweeper.clock());
  const isAsked = await keepQuestion(
    database,
    night,
    { manifest, preview: pile.counts, execution },
    sweeper.clock(),
  );
  if (!isAsked) return { needs: "nobody" };
  return { needs: "person", asks: { manifest, reason: why(ask, input), categories } };
}

const why = (tooMany: readonly TooMany[], { changed }: Night): string =>
  `${changed === true ? "the schedule has changed; " : ""}more than usual: ${inWords(tooMany)}`;

/** A person has answered. What was shown to them goes, and nothing else, however long ago they were asked. */
async function agreed(planned: PlannedNight, sweeper: Sweeper): Promise<PlannedNight> {
  const { decided, asks, night, at, heldBack } = planned;
  const isAgreed =
    asks !== undefined && decided?.decision === "approve" && decided.manifest === asks.manifest;
  await noteNight(
    sweeper.database,
    night,
    { at: inUtc(at), status: "running", ranFrom: wallTime(sweeper) },
    { remove: ["awaits"], once: { startedAt: wallTime(sweeper) } },
  );
  if (!isAgreed) return { ...planned, needs: "nothing" };
  return {
    ...planned,
    ...{ needs: "nobody", manifest: asks.manifest, approved: true, again: true },
    heldBack: heldBack.filter((category) => !asks.categories.includes(category)),
  };
}
