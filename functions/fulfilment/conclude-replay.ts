import { countsOf } from "../policy/outcomes.ts";
import { type Run, targetOf } from "../policy/run.ts";
import { nextEvent } from "../records/audit.ts";
import { suppress } from "../records/forgetting.ts";
import { lastEventOf } from "../records/history.ts";
import { getRequest } from "../records/requests.ts";
import { settleRestored } from "../records/restored-requests.ts";
import { getTombstone, liftTombstone } from "../records/tombstones.ts";
import { write } from "../records/transaction.ts";
import type { Concluder } from "./concluder.ts";
import { keysThatGo } from "./keys-that-go.ts";
import { Overtaken, ownIdentity } from "./own-identity.ts";
import { signReceipt } from "./receipt.ts";

/** What a replay says at its end: what it found and did, and the receipt of it. */
export interface Replayed extends Run {
  readonly removed: number;
  readonly retained: number;
  readonly receipt: string;
}

/**
 * Ends the erasure of what a restored table brought back. Nobody is written to: they were told when they asked. The
 * request may have come back as it was before, so it is brought to its end again; its history was never restored and
 * goes on.
 */
export async function concludeReplay(run: Run, concluder: Concluder): Promise<Run | Replayed> {
  const { database, now } = concluder;
  const target = targetOf(run);
  const tombstone = await getTombstone(database, target);
  if (tombstone?.outcomes === undefined) return run;
  const { outcomes } = tombstone;
  const at = now();
  const concludedAt = at.toString({ smallestUnit: "millisecond" });
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(database, key);
  const { removed, retained } = countsOf(outcomes);
  const receipt = await signReceipt(
    { request: request ?? { reference: run.request }, concludedAt, outcomes, replay: true },
    concluder,
  );
  const { part, head } = nextEvent(database, await lastEventOf(database, run.request), {
    ...{ reference: run.request, at: concludedAt, what: "erased again after a restore", by: "replay" },
    details: { removed, retained },
  });
  const own = request === undefined ? undefined : await ownIdentity(database, key, request, at);
  const settled = { ...head, concludedAt, ...own?.set };
  const written = await write<string>(database.client, {
    event: part,
    tombstone: liftTombstone(database, target),
    ...(own === undefined
      ? {}
      : { request: settleRestored(database, key, settled, own.stays), ...own.guard }),
    ...(run.scope === "everything" ? { suppression: suppress(database, target, run.request, at) } : {}),
    ...(await keysThatGo(run, { own: own?.stays === true ? "stays" : "goes", erased: true }, database)),
  });
  // Another replay of the same request wrote into its history at the same time, or a hold came.
  if (written.outcome === "refused") throw new Overtaken();
  return { ...run, removed, retained, receipt };
}
