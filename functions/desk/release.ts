import { Temporal } from "temporal-polyfill";
import { Reference } from "../policy/reference.ts";
import { getHold, releaseHold, reviewHold } from "../records/holds.ts";
import { type HistoryKey, noteAct } from "../records/note-act.ts";
import { everyPlaced, getPlaced, heldOf, type PlacedHold } from "../records/placed-holds.ts";
import { type Requeued, requeue } from "../records/requeue.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findReference } from "./find-request.ts";
import { dayHasPassed } from "./hold.ts";
import type { Asked } from "./question.ts";

/** How long one call works; the function's own time is twice that. */
const AT_ONCE = { seconds: 30 };

/**
 * Lets go of a hold. What was kept because of it is judged again in the next night, and goes then where its time has
 * come or its erasure was granted. Where that is much the answer says so, and the same question goes on.
 */
export async function release({ hold: id, by }: Asked<"release">, desk: Desk): Promise<AnswerTo<"release">> {
  const placed = await getPlaced(desk.database, id);
  if (placed === undefined) return unknownHold();
  const { rows, done } = await letGo(placed, by, desk, alarmClock(desk));
  return { outcome: "done", hold: id, requeued: rows, more: !done };
}

/** Lets go of all holds of a matter, one after the other; the same question goes on where it was not through. */
export async function releaseMatter(
  { matter, by }: Asked<"release-matter">,
  desk: Desk,
): Promise<AnswerTo<"release-matter">> {
  const timeIsUp = alarmClock(desk);
  const released: string[] = [];
  let requeued = 0;
  let looked = 0;
  for await (const placed of everyPlaced(desk.database, matter)) {
    if (timeIsUp()) return { outcome: "done", released, requeued, more: true };
    looked += 1;
    const { rows, done } = await letGo(placed, by, desk, timeIsUp);
    if (!placed.released) released.push(placed.id);
    requeued += rows;
    if (!done) return { outcome: "done", released, requeued, more: true };
  }
  if (looked === 0) return refused("unknown-matter", `There is no hold of the matter ${matter}.`);
  return { outcome: "done", released, requeued, more: false };
}

/** Notes that a hold was looked at and stays, until another day. */
export async function review(asked: Asked<"review-hold">, desk: Desk): Promise<AnswerTo<"review-hold">> {
  const { hold: id, until, note, by } = asked;
  const { database } = desk;
  const against = dayHasPassed(until, desk);
  if (against !== undefined) return against;
  const placed = await getPlaced(database, id);
  if (placed === undefined || placed.released) return unknownHold();
  const now = desk.now();
  const reviewedAt = now.toString({ smallestUnit: "millisecond" });
  const details = { hold: id, until, ...(note === undefined ? {} : { note }) };
  const event = { what: "hold reviewed", by, details };
  const outcome = await noteAct(database, await historyOf(placed, desk), event, now, (also) =>
    reviewHold(database, heldOf(placed), id, { until, reviewedAt, reviewedBy: by }, also),
  );
  const hold = outcome === "gone" ? undefined : await getHold(database, heldOf(placed), id);
  return hold === undefined ? unknownHold() : { outcome: "done", hold };
}

/** First it is released, then its rows are queued: who judges them in between finds nothing that keeps them. */
async function letGo(placed: PlacedHold, by: string, desk: Desk, timeIsUp: () => boolean): Promise<Requeued> {
  const { database } = desk;
  const now = desk.now();
  if (!placed.released) {
    const event = { what: "hold released", by, details: { hold: placed.id } };
    await noteAct(database, await historyOf(placed, desk), event, now, (note) =>
      releaseHold(database, heldOf(placed), placed.id, note),
    );
  }
  const released = placed.released ? placed : await getPlaced(database, placed.id);
  // Somebody else was through with it, or has placed it again.
  if (released?.released !== true) return { rows: 0, done: true };
  return await requeue(database, released, now.toZonedDateTimeISO("UTC").toPlainDate(), timeIsUp);
}

/** In whose history a hold stands: that of the reference through which it was placed. */
async function historyOf({ id, subject }: PlacedHold, { database }: Desk): Promise<HistoryKey> {
  const reference = Reference.parse(id.slice(0, 16));
  if (subject === undefined) return { reference };
  return (await findReference(database, reference))?.key ?? { subject, reference };
}

function alarmClock({ now }: Desk): () => boolean {
  const end = now().add(AT_ONCE);
  return () => Temporal.Instant.compare(now(), end) >= 0;
}

const unknownHold = (): Refused =>
  refused(
    "unknown-hold",
    "There is no such hold, or it was released before. `desk holds` lists all there are.",
  );
