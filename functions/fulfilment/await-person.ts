import { log } from "../edge/log.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import type { Run } from "../policy/run.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { look } from "./assess-export.ts";
import type { Assessor } from "./assessor.ts";
import { namesOf, reasonFor, unseen } from "./points.ts";

interface Waiting {
  readonly token: string;
  /** Why, as the desk lists it; of a step that failed the name of its error. */
  readonly reason: string;
  /** True where a step failed; else somebody has to agree. */
  readonly failed?: boolean | undefined;
  /** True where it is about what would be disclosed: what it is that is looked at is then kept too. */
  readonly disclosure?: boolean | undefined;
}

/**
 * Leaves a request to a person of the staff: the token with which the machine goes on is kept with it, and the desk
 * lists it with its reason. Alarms count the lines that say so (infra/fulfilment-alarms.ts). A request that was cancelled
 * just before waits for nobody.
 */
export async function awaitPerson(
  run: Run,
  { failed = false, ...waiting }: Waiting,
  assessor: Assessor,
): Promise<void> {
  const { database, now } = assessor;
  const at = now();
  const awaits = await inFull(run, waiting, assessor);
  const moved = await moveRequest(
    database,
    { subject: run.subject, reference: run.request },
    {
      to: "awaiting-person",
      set: { awaits: { ...awaits, at: at.toString({ smallestUnit: "millisecond" }) } },
      event: { what: "waits for a person", by: "fulfilment", details: { reason: awaits.reason } },
    },
    at,
  );
  if (moved.outcome !== "moved") throw new NothingToDecide();
  const line = { reference: run.request, outcome: awaits.reason };
  if (failed) log.error("handed to a person", line);
  else log.info("waits for a decision", line);
}

/** What is looked at is read with the reason, so that whoever agrees has agreed to just that. */
async function inFull(run: Run, { token, reason, disclosure }: Waiting, assessor: Assessor) {
  if (disclosure !== true) return { token, reason };
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(assessor.database, key);
  if (request === undefined || isConcluded(request.status)) throw new NothingToDecide();
  const { points } = await look(request, run.subject, assessor);
  const now = reasonFor(unseen(points, request.looked));
  return { token, reason: now ?? reason, points: [...namesOf(points)] };
}

/** The machine ends by it: nobody would ever answer its token. */
class NothingToDecide extends Error {
  override readonly name = "NothingToDecide";
}
