import type { Guard, HeldItem, Holder } from "../data-map/holder.ts";
import { log } from "../edge/log.ts";
import type { Ground } from "../policy/may-destroy.ts";
import type { Outcomes } from "../policy/outcomes.ts";
import { type Run, targetOf } from "../policy/run.ts";
import { getTombstone, noteOnTombstone, type Tombstone } from "../records/tombstones.ts";
import { guardOf, isOwnLetter } from "./coverage.ts";
import { type Eraser, ProofFailed } from "./eraser.ts";

/**
 * Asks every holder again, strongly consistently, what it has of the person. What is still there must be what the
 * guard keeps; everything else that was counted at the beginning is gone. A proof that looked at nothing proves
 * nothing: it must have come across the request on whose behalf it runs. What nothing keeps any more, as its hold was
 * released after its holder had been passed, is gone through once more (`onceMore`), and only once.
 * @throws ProofFailed where something is left all the same, or where nothing was seen that must be there.
 */
export async function prove({ onceMore, ...run }: Run, eraser: Eraser): Promise<Run> {
  const { database, holders } = eraser;
  const target = targetOf(run);
  const tombstone = await getTombstone(database, target);
  if (tombstone === undefined) return run;
  if (tombstone.manifest === undefined) throw new ProofFailed();
  const guard = await guardOf(run, tombstone, eraser);

  const today = eraser.now().toString().slice(0, 10);
  const outcomes: Outcomes[number][] = [];
  let looked = 0;
  let free = 0;
  let sawOwn = false;
  for (const holder of holders) {
    const left = await whatIsLeft(holder, run, guard, today);
    looked += left.looked;
    free += left.free;
    sawOwn ||= left.sawOwn;
    outcomes.push(outcome(holder, tombstone, left));
  }
  const mustSeeOwn = target === run.subject && run.replay !== true;
  if (mustSeeOwn && !sawOwn) throw new ProofFailed();
  if (free > 0) {
    log.warn("something is left that nothing keeps", { reference: run.request, count: free });
    if (onceMore === true) throw new ProofFailed();
    return { ...run, onceMore: true };
  }
  log.info("proved", { reference: run.request, count: looked });
  await noteOnTombstone(database, target, { ...tombstone, outcomes });
  return run;
}

interface Left {
  readonly looked: number;
  /** What nothing keeps. */
  readonly free: number;
  readonly sawOwn: boolean;
  /** What the guard keeps, by ground. */
  readonly kept: ReadonlyMap<string, Outcomes[number]["retained"][number]>;
}

async function whatIsLeft(holder: Holder, run: Run, guard: Guard, today: string): Promise<Left> {
  const kept = new Map<string, Outcomes[number]["retained"][number]>();
  let looked = 0;
  let free = 0;
  let sawOwn = false;
  for await (const { items } of holder.collect(targetOf(run))) {
    for (const item of items) {
      looked += 1;
      sawOwn ||= isOwn(item, run);
      if (!item.personal || !guard.covers(item) || isOwnLetter(item, run)) continue;
      const verdict = guard.judge(item);
      if (!verdict.may) keep(kept, verdict, item, today);
      else if (!isOwn(item, run)) free += 1;
    }
  }
  return { looked, free, sawOwn, kept };
}

/** The request's own record goes last, with the conclusion: until then the person has to be told. */
const isOwn = (item: HeldItem, run: Run): boolean =>
  isOwnLetter(item, run) || (item.holder === "rights-requests" && item.record === run.request);

function keep(
  kept: Map<string, Outcomes[number]["retained"][number]>,
  verdict: { readonly ground: Ground; readonly citation: string; readonly until: string },
  { endsOn = verdict.until }: HeldItem,
  today: string,
): void {
  const { ground, citation } = verdict;
  // What has ended already may still lie there: DynamoDB takes days to clear away.
  const [until = today] = [endsOn < today ? today : endsOn, verdict.until].sort();
  const name = `${ground} ${citation} ${until}`;
  kept.set(name, { count: (kept.get(name)?.count ?? 0) + 1, ground, citation, until });
}

/** Removed is what was counted and is not there any more; the request's own record is let go in a moment. */
function outcome(holder: Holder, { manifest }: Tombstone, { kept }: Left): Outcomes[number] {
  const { name, title } = holder.describe();
  const counted = manifest?.[name] ?? 0;
  const retained = [...kept.values()];
  const stays = retained.reduce((sum, { count }) => sum + count, 0);
  return {
    ...{ holder: name, title, deIdentified: 0, failed: 0, retained },
    removed: Math.max(counted - stays, 0),
    notFound: counted === 0,
  };
}
