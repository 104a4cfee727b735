import { log } from "../edge/log.ts";
import type { Run } from "../policy/run.ts";
import { moveRequest } from "../records/requests.ts";
import type { Assessor } from "./assessor.ts";

interface Waiting {
  readonly token: string;
  /** Why, as the desk lists it; of a step that failed the name of its error. */
  readonly reason: string;
  /** True where a step failed; else somebody has to agree. */
  readonly failed?: boolean | undefined;
}

/**
 * Leaves a request to a person of the staff: the token with which the machine goes on is kept with it, and the desk
 * lists it with its reason. Alarms count the lines that say so (infra/fulfilment-alarms.ts). A request that was cancelled
 * just before waits for nobody.
 */
export async function awaitPerson(
  run: Run,
  { failed = false, ...waiting }: Waiting,
  { database, now }: Assessor,
): Promise<void> {
  const at = now();
  const moved = await moveRequest(
    database,
    { subject: run.subject, reference: run.request },
    {
      to: "awaiting-person",
      set: { awaits: { ...waiting, at: at.toString({ smallestUnit: "millisecond" }) } },
      event: { what: "waits for a person", by: "fulfilment", details: { reason: waiting.reason } },
    },
    at,
  );
  if (moved.outcome !== "moved") throw new NothingToDecide();
  const line = { reference: run.request, outcome: waiting.reason };
  if (failed) log.error("handed to a person", line);
  else log.info("waits for a decision", line);
}

/** The machine ends by it: nobody would ever answer its token. */
class NothingToDecide extends Error {
  override readonly name = "NothingToDecide";
}
