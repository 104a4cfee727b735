import { log } from "../edge/log.ts";
import { type Run, targetOf } from "../policy/run.ts";
import { getTombstone } from "../records/tombstones.ts";
import { guardOf } from "./coverage.ts";
import type { Eraser } from "./eraser.ts";

/** Milliseconds kept back to finish a page and to answer. */
const RESERVE = 60_000;

/** `later` where a holder wants time: when the machine is to call again, ISO 8601. */
interface Erased extends Run {
  readonly later?: string;
}

/**
 * Goes through all holders, page by page, and destroys what the guard lets go. When the time of one call runs short, or
 * a holder has not answered for good, it says where to go on; what was done before a cut is found done.
 */
export async function erase(run: Run, eraser: Eraser, remaining: () => number): Promise<Erased> {
  const { database, holders, now } = eraser;
  const { next, ...done } = run;
  const target = targetOf(run);
  const tombstone = await getTombstone(database, target);
  // Lifted already: the erasure was concluded, by a run before this one.
  if (tombstone === undefined) return done;
  let guard = await guardOf(run, tombstone, eraser);
  const first = Math.max(
    holders.findIndex((holder) => holder.describe().name === next?.holder),
    0,
  );
  for (const [index, holder] of holders.slice(first).entries()) {
    const { name } = holder.describe();
    let from = index === 0 ? next?.from : undefined;
    do {
      const page = await holder.erase(target, guard, now(), from);
      from = page.next;
      guard = page.guard;
      if (page.later !== undefined) {
        log.info("a holder wants time", {
          ...{ reference: run.request, holder: name, outcome: page.later.reason },
        });
        return { ...done, next: { holder: name, from }, later: page.later.notBefore };
      }
      if (from !== undefined && remaining() < RESERVE) return { ...done, next: { holder: name, from } };
    } while (from !== undefined);
  }
  return done;
}
