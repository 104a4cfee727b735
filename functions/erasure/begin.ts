import { canonical } from "../policy/audit-chain.ts";
import { ErasureRunning } from "../policy/errors.ts";
import type { Reference } from "../policy/reference.ts";
import { type Run, targetOf } from "../policy/run.ts";
import { sha256 } from "../records/audit.ts";
import { writeDown } from "../records/ledger.ts";
import { moveRequest } from "../records/requests.ts";
import { submissionsOf } from "../records/submissions-of.ts";
import {
  getTombstone,
  type Manifest,
  noteOnTombstone,
  putTombstone,
  type Tombstone,
  tombstonePart,
} from "../records/tombstones.ts";
import { covers, isOwnLetter } from "./coverage.ts";
import type { Eraser } from "./eraser.ts";

export interface Begun extends Run {
  readonly began: "begun" | "cancelled";
}

/**
 * The point of no return, decided against "cancel" by one conditional write. From here on nothing is written for the
 * person; what there is gets counted, and the erasure is written into the ledger before anything is destroyed.
 * @throws ErasureRunning where another erasure of the same person is at work; it is tried again.
 */
export async function begin(run: Run, eraser: Eraser): Promise<Begun> {
  const { next: _, onceMore: __, ...fresh } = run;
  const started = run.replay === true ? await beginReplay(run, eraser) : await beginRequest(run, eraser);
  if (started === "cancelled") return { ...fresh, began: "cancelled" };

  const { database } = eraser;
  const target = targetOf(run);
  const tombstone = await getTombstone(database, target);
  if (tombstone === undefined) throw new ErasureRunning();
  // A run before this one has counted already: what it counted is what there was.
  const counted = tombstone.manifest === undefined ? await count(run, tombstone, eraser) : tombstone;
  if (tombstone.manifest === undefined) await noteOnTombstone(database, target, counted);
  if (run.replay !== true)
    await writeDown(eraser.ledger, {
      ...{ request: run.request, subject: run.subject, target, scope: run.scope },
      ...(counted.records === undefined ? {} : { records: counted.records }),
      at: counted.since,
      manifest: sha256(canonical(counted.manifest)),
    });
  return { ...fresh, began: "begun" };
}

async function beginRequest(run: Run, { database, now }: Eraser): Promise<"begun" | "cancelled"> {
  const at = now();
  const moved = await moveRequest(
    database,
    { subject: run.subject, reference: run.request },
    {
      to: "in-progress",
      set: { begunAt: at.toString({ smallestUnit: "millisecond" }) },
      remove: ["awaits"],
      event: { what: "erasure begun", by: "erasure" },
      also: () => ({ tombstone: tombstonePart(database, targetOf(run), run.request, at) }),
      only: ({ status, begunAt }) => status === "awaiting-person" || begunAt === undefined,
    },
    at,
  );
  if (moved.outcome === "moved") return "begun";
  if (moved.outcome === "refused") throw new ErasureRunning();
  if (moved.outcome === "gone") return "cancelled";
  return moved.request.begunAt === undefined ? "cancelled" : "begun";
}

async function beginReplay(run: Run, { database, now }: Eraser): Promise<"begun"> {
  if (!(await putTombstone(database, targetOf(run), run.request, now()))) throw new ErasureRunning();
  return "begun";
}

/** What every holder has of what is to be erased. One pass over keys and kinds; nothing is opened. */
async function count(run: Run, tombstone: Tombstone, { database, holders }: Eraser): Promise<Tombstone> {
  const target = targetOf(run);
  const records: Reference[] = [];
  if (run.scope === "account")
    for await (const one of submissionsOf(database, target, "account")) records.push(one);
  const scoped = run.scope === "account" ? { ...tombstone, records } : tombstone;
  const inScope = covers(scoped, run);
  const manifest: Record<string, number> = {};
  for (const holder of holders) {
    const { name } = holder.describe();
    manifest[name] = 0;
    for await (const { items } of holder.collect(target))
      manifest[name] += items.filter(
        (item) => item.personal && inScope(item) && !isOwnLetter(item, run),
      ).length;
  }
  return { ...scoped, manifest: manifest satisfies Manifest };
}
