import { Temporal } from "temporal-polyfill";
import { readGuard } from "../data-map/guard.ts";
import type { Guard } from "../data-map/holder.ts";
import type { Night } from "../data-map/night.ts";
import { described, log } from "../edge/log.ts";
import { SubjectId } from "../policy/data-subject.ts";
import { isMarker } from "../records/chain-markers.ts";
import { type DueRow, dueRows } from "../records/due-rows.ts";
import * as keys from "../records/keys.ts";
import { plannedRows } from "../records/planned-rows.ts";
import { judgeChains, strikeMarkers } from "./chains.ts";
import { nameOfRow } from "./count-due.ts";
import { tallying } from "./de-identify.ts";
import type { Shard } from "./payloads.ts";
import { dayOf, isRefused, RESERVE, type Sweeper } from "./sweeper.ts";

/** Rows of the index that are taken up at once; their histories are what travels through the machine at most. */
const PAGE = 100;
/** How often a person's things are tried in one step; what fails then stays due, and the next night tries again. */
const ROUNDS = 2;
/** With so many people in a row AWS is away, or refuses everything: then the step fails, and is tried again later. */
const REFUSED_IN_A_ROW = 10;

/**
 * Lets go of what is due in one shard, a page of the index at a time and person by person, until it is through or its
 * time is nearly up. What the night was not planned with is left to the next one. One person's failure stops nobody
 * else's sweep. It works from what is stored alone, so that it can be cut anywhere, run again and run twice at once.
 */
export async function sweep(shard: Shard, sweeper: Sweeper, remaining: () => number): Promise<Shard> {
  const { more, dropped = [], chains: _, ...rest } = shard;
  const { heldBack, approved } = shard;
  const isKnown = await plannedRows(sweeper.database, shard, sweeper.clock());
  const isPlanned = (row: DueRow) => isKnown(nameOfRow(row));
  const night: Night = {
    night: dayOf(shard.at),
    shard: shard.shard,
    now: Temporal.Instant.from(shard.at),
    schedule: sweeper.schedule,
    database: sweeper.database,
    tally: tallying(sweeper),
    mayGo: (row) => !heldBack.includes(row.dueAs) && isPlanned(row),
    mayFollow: (category) => !approved && !heldBack.includes(category),
  };
  await strikeMarkers(dropped, night);
  let after = more?.after;
  do {
    const page = await dueRows(sweeper.database, night.shard, night.night, { after, limit: PAGE });
    const rows = page.rows.filter(isPlanned);
    await sweepPeople(
      rows.filter((row) => !isMarker(row)),
      night,
      sweeper,
    );
    const chains = await judgeChains(rows.filter(isMarker), night);
    const last = page.rows.at(-1);
    if (chains.length > 0 && last !== undefined) {
      const { pk, sk, due } = last;
      return { ...rest, chains, more: { after: { pk, sk, due } } };
    }
    after = page.next;
    if (after !== undefined && remaining() < RESERVE) return { ...rest, more: { after } };
  } while (after !== undefined);
  return rest;
}

async function sweepPeople(rows: readonly DueRow[], night: Night, sweeper: Sweeper): Promise<void> {
  let left = Map.groupBy(rows, ({ pk }) => pk);
  let house: Guard["house"] | undefined;
  for (let round = 1; left.size > 0 && round <= ROUNDS; round += 1) {
    const failed: typeof left = new Map();
    let inARow = 0;
    for (const [pk, own] of left) {
      try {
        house = await sweepPerson(pk, own, house, night, sweeper);
        inARow = 0;
      } catch (error) {
        log.warn("a person's things were not swept", described(error));
        failed.set(pk, own);
        house = undefined;
        // What nobody can read fails for itself: however much there is of it, the others go.
        inARow = isRefused(error) ? inARow + 1 : inARow;
        if (inARow === REFUSED_IN_A_ROW) throw error;
      }
    }
    left = failed;
  }
}

/** @returns what holds for everybody, as it was read last: good for the next one. */
export async function sweepPerson(
  pk: string,
  rows: readonly DueRow[],
  house: Guard["house"] | undefined,
  night: Night,
  { database, holders }: Sweeper,
): Promise<Guard["house"]> {
  const subject = SubjectId.parse(pk.slice(keys.subject("" as SubjectId).length));
  let guard = await readGuard(database, subject, undefined, night.now, house);
  let taken = 0;
  for (const holder of holders) {
    const swept = await holder.due?.(subject, rows, guard, night);
    guard = swept?.guard ?? guard;
    taken += swept?.taken ?? 0;
  }
  if (taken < rows.length) throw new NobodysRow();
  return guard.house;
}

/** A row has a day and no holder knows it: the data map lacks somebody. */
class NobodysRow extends Error {
  override readonly name = "NobodysRow";
}
