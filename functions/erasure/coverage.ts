import { readGuard } from "../data-map/guard.ts";
import type { Guard, HeldItem } from "../data-map/holder.ts";
import type { Destroyable } from "../policy/may-destroy.ts";
import { type Run, targetOf } from "../policy/run.ts";
import type { Tombstone } from "../records/tombstones.ts";
import type { Eraser } from "./eraser.ts";

/**
 * What an erasure is about: everything, or what belongs to the records of an account; and where it is repeated after
 * a restore, only what came before it.
 */
export function covers(
  { records }: Pick<Tombstone, "records">,
  { before }: Run,
): (item: Destroyable) => boolean {
  return ({ record, receivedAt }) => {
    if (records !== undefined && (record === undefined || !records.includes(record))) return false;
    return before === undefined || receivedAt === undefined || Date.parse(receivedAt) <= Date.parse(before);
  };
}

/** What stands against destroying, for what this erasure is about. */
export async function guardOf(run: Run, tombstone: Tombstone, { database, now }: Eraser): Promise<Guard> {
  const guard = await readGuard(database, targetOf(run), run.request, now());
  return { ...guard, covers: covers(tombstone, run) };
}

/** A letter about the request itself: it is on its way, and whether it is still there is chance. */
export const isOwnLetter = ({ holder, record }: HeldItem, { request }: Run): boolean =>
  holder === "outbox-entries" && record === request;
