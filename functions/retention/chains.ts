import { readGuard } from "../data-map/guard.ts";
import type { Night } from "../data-map/night.ts";
import { described, log } from "../edge/log.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import { nextLook } from "../policy/may-destroy.ts";
import type { Reference } from "../policy/reference.ts";
import { dueOn } from "../policy/retention-schedule.ts";
import { ChainMarker, markerKey } from "../records/chain-markers.ts";
import { deleteAsRead, type RowKey, readAfresh, updateAsRead } from "../records/due-parts.ts";
import type { DueRow } from "../records/due-rows.ts";
import { type Counted, countPart } from "../records/nights.ts";
import { type Part, write } from "../records/transaction.ts";
import { isRefused } from "./sweeper.ts";

type DueMarker = ChainMarker & DueRow;

/**
 * The histories among these whose time is over and that nothing keeps. They are personal data of nobody; yet what is
 * held of a person, or of a record, holds its history too. What is kept is queued again; what cannot be judged stays
 * due, and stops no other.
 */
export async function judgeChains(rows: readonly DueRow[], night: Night): Promise<Reference[]> {
  const over: Reference[] = [];
  for (const marker of await dueMarkers(rows, night)) {
    try {
      if (await isOver(marker, night)) over.push(marker.reference);
    } catch (error) {
      if (isRefused(error) || night.foresee !== undefined) throw error;
      log.warn("a history was not judged", described(error));
    }
  }
  return over;
}

async function isOver(marker: DueMarker, night: Night): Promise<boolean> {
  const { reference, subject, lastEventAt } = marker;
  const guard = await readGuard(night.database, subject, undefined, night.now);
  const verdict = guard.judge({ holder: "audit", record: reference, receivedAt: lastEventAt });
  if (verdict.may) {
    night.foresee?.(marker.due, [{ what: "erased", category: "audit" }]);
    return night.mayGo(marker);
  }
  const { may: _, ...retained } = verdict;
  const due = dueOn(nextLook(verdict, night.now), "audit", reference);
  const counted: Counted = { what: "deferred", category: "audit", ground: verdict.ground };
  if (night.foresee !== undefined) night.foresee(marker.due, [counted]);
  else
    await change(
      [updateAsRead(night.database, marker, { due: marker.due }, { ...due, retained })],
      [counted],
      night,
    );
  return false;
}

/** Strikes off the markers of histories that were removed. */
export async function strikeMarkers(removed: readonly Reference[], night: Night): Promise<void> {
  for (let i = 0; i < removed.length; i += AT_ONCE) {
    const places = removed.slice(i, i + AT_ONCE).map(markerKey);
    for (let attempt = 1; !(await strike(places, night)); attempt += 1)
      if (attempt === TRIES) throw new HolderUnavailable("The markers kept changing");
  }
}

const AT_ONCE = 90;
const TRIES = 5;

async function strike(places: readonly RowKey[], night: Night): Promise<boolean> {
  const markers = await dueMarkers(places, night);
  if (markers.length === 0) return true;
  return await change(
    markers.map((marker) => deleteAsRead(night.database, marker, { due: marker.due })),
    markers.map(() => ({ what: "erased", category: "audit" })),
    night,
  );
}

async function change(parts: readonly Part[], counted: readonly Counted[], night: Night): Promise<boolean> {
  const written = await write<string>(night.database.client, {
    ...Object.fromEntries(parts.map((part, i) => [`marker ${i}`, part])),
    count: countPart(night.database, night, counted),
  });
  return written.outcome === "written";
}

async function dueMarkers(places: readonly RowKey[], { database, night }: Night): Promise<DueMarker[]> {
  const read = await readAfresh(database, places);
  return read
    .map((row) => ChainMarker.safeParse(row).data)
    .filter(
      (marker): marker is DueMarker =>
        marker?.due !== undefined && marker.dueAs !== undefined && marker.due <= night,
    );
}
