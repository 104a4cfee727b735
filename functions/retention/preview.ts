import { Temporal } from "temporal-polyfill";
import type { Guard } from "../data-map/holder.ts";
import type { Night } from "../data-map/night.ts";
import { described, log } from "../edge/log.ts";
import { beyond } from "../policy/blast-radius.ts";
import { addTo, type DueCounts, perCategory } from "../policy/manifest.ts";
import { type RetentionCategory, SHARDS } from "../policy/retention-schedule.ts";
import { isMarker } from "../records/chain-markers.ts";
import type { DueRow } from "../records/due-rows.ts";
import { liveCounts } from "../records/nights.ts";
import { judgeChains } from "./chains.ts";
import { pagesOf } from "./count-due.ts";
import type { Night as Asked } from "./payloads.ts";
import { whyLook } from "./plan.ts";
import { sweepPerson } from "./sweep.ts";
import { dayOf, RESERVE, type Sweeper } from "./sweeper.ts";

export interface Preview {
  readonly night: string;
  /** What would go. */
  readonly due: DueCounts;
  /** What a hold, a duty or an open request would keep. */
  readonly kept: DueCounts;
  /** So many of `due` nobody has asked the guard about, as the time was up, or they could not be read. */
  readonly unasked: number;
  /** Of these more would go than usual: a person would be asked about them. */
  readonly heldBack: readonly RetentionCategory[];
  /** Why the whole table would be looked at first; what that finds is not known yet. "" where it would not be. */
  readonly reason: string;
}

/** What a night would do if it were now, by the word of the same guard. Nothing is written. */
export async function preview(
  { at, proof }: Pick<Asked, "at" | "proof">,
  sweeper: Sweeper,
  remaining: () => number,
): Promise<Preview> {
  const { database, schedule, blastRadius } = sweeper;
  const day = dayOf(at);
  const [due, kept]: [DueCounts, DueCounts] = [{}, {}];
  let unasked = 0;
  let house: Guard["house"] | undefined;
  let told: { counts: DueCounts; category: RetentionCategory; dueOn: string }[] = [];
  const night: Omit<Night, "shard"> = {
    ...{ night: day, now: Temporal.Instant.from(at), schedule, database },
    // It is counted as a row, not by what it says.
    tally: async (_, { form, receivedAt }) => ({ form, month: receivedAt.slice(0, 7), answers: [] }),
    mayGo: () => true,
    mayFollow: () => true,
    foresee: (dueOn, counted) => {
      for (const { what, category } of counted)
        told.push({ counts: what === "deferred" ? kept : due, category, dueOn });
    },
  };
  const ask = async (rows: readonly DueRow[], judge: () => Promise<unknown>) => {
    told = [];
    const isTold = remaining() >= RESERVE && (await comesThrough(judge));
    if (!isTold) {
      told = rows.map(({ dueAs, due: dueOn }) => ({ counts: due, category: dueAs, dueOn }));
      unasked += rows.length;
    }
    for (const { counts, category, dueOn } of told) addTo(counts, category, dueOn);
  };
  for (const shard of SHARDS)
    for await (const rows of pagesOf(database, shard, day)) {
      const ofShard = { ...night, shard };
      const people = Map.groupBy(
        rows.filter((row) => !isMarker(row)),
        ({ pk }) => pk,
      );
      for (const [pk, own] of people)
        await ask(own, async () => {
          house = await sweepPerson(pk, own, house, ofShard, sweeper);
        });
      const markers = rows.filter(isMarker);
      await ask(markers, () => judgeChains(markers, ofShard));
    }
  const live = await liveCounts(database);
  const tooMany = live === undefined ? [] : beyond(blastRadius, perCategory(due), live.counts);
  return {
    ...{ night: day, due, kept, unasked },
    heldBack: tooMany.map(({ category }) => category),
    reason: whyLook({ proof }, live, sweeper)?.reason ?? "",
  };
}

/** What cannot be judged must not hide all else; the night itself will say that it failed. */
async function comesThrough(judge: () => Promise<unknown>): Promise<boolean> {
  try {
    await judge();
    return true;
  } catch (error) {
    log.warn("a person's things were not foreseen", described(error));
    return false;
  }
}
