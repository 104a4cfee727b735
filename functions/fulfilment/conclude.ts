import { countsOf } from "../policy/outcomes.ts";
import { isConcluded, type RequestStatus } from "../policy/request-lifecycle.ts";
import { dueFor, scheduleOf } from "../policy/retention-schedule.ts";
import { type Run, targetOf } from "../policy/run.ts";
import { suppress } from "../records/forgetting.ts";
import type { RightsRequest } from "../records/items.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { getTombstone, liftTombstone, type Tombstone } from "../records/tombstones.ts";
import { concludeReplay } from "./conclude-replay.ts";
import type { Concluder } from "./concluder.ts";
import { keysThatGo } from "./keys-that-go.ts";
import { Overtaken, ownIdentity } from "./own-identity.ts";
import { signReceipt } from "./receipt.ts";
import { noteTold } from "./tell.ts";

/**
 * Ends a request, in one transaction: the identity half goes, unless it is held, and the accountability half stays,
 * with its outcomes and its receipt; the tombstone is lifted, and the person's key goes where nothing is left that it opens.
 */
export async function conclude(run: Run, concluder: Concluder): Promise<Run> {
  const { database, now } = concluder;
  if (run.replay === true) return await concludeReplay(run, concluder);
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(database, key);
  // Concluded in a run before this one, or by the person's own "cancel": then the sweep lets go of who it was.
  if (request === undefined || isConcluded(request.status)) return run;
  if (run.told !== undefined && request.toldAt === undefined)
    await noteTold(run, run.told, request, concluder);

  const target = targetOf(run);
  const tombstone = await ownTombstone(run, concluder);
  const at = now();
  const status = finalStatus(request, tombstone);
  const concludedAt = at.toString({ smallestUnit: "millisecond" });
  const done = status === "completed" ? await whatWasDone(request, tombstone, concludedAt, concluder) : {};
  const due = dueFor(scheduleOf(concluder.controller), "request-accountability", at, run.request);
  const own = await ownIdentity(database, key, request, at);
  const shredded = await keysThatGo(
    run,
    { own: own.stays ? "stays" : "goes", erased: tombstone !== undefined },
    database,
  );
  const moved = await moveRequest(
    database,
    key,
    {
      to: status,
      set: { concludedAt, ...due, ...own.set, ...done },
      remove: [...(own.stays ? [] : ["sealed"]), "open", "deadline", "awaits"],
      event: {
        what: "concluded",
        by: "fulfilment",
        details: { status, ...countsOf(tombstone?.outcomes ?? []) },
      },
      only: (read) => !isConcluded(read.status),
      also: () => ({
        ...own.guard,
        ...shredded,
        ...(tombstone === undefined ? {} : { tombstone: liftTombstone(database, target) }),
        ...(status === "completed" && run.scope === "everything"
          ? { suppression: suppress(database, target, run.request, at) }
          : {}),
      }),
    },
    at,
  );
  if (moved.outcome === "refused") throw new Overtaken();
  return run;
}

/** Another erasure's tombstone is not ours to lift. */
async function ownTombstone(run: Run, { database }: Concluder): Promise<Tombstone | undefined> {
  const tombstone = await getTombstone(database, targetOf(run));
  return tombstone?.request === run.request ? tombstone : undefined;
}

function finalStatus(request: RightsRequest, tombstone: Tombstone | undefined): RequestStatus {
  return request.ground === undefined && tombstone?.outcomes !== undefined ? "completed" : "refused";
}

async function whatWasDone(
  request: RightsRequest,
  tombstone: Tombstone | undefined,
  concludedAt: string,
  concluder: Concluder,
) {
  const outcomes = tombstone?.outcomes ?? [];
  return { outcomes, receipt: await signReceipt({ request, concludedAt, outcomes }, concluder) };
}
