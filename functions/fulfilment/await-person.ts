import type { Run } from "../policy/run.ts";
import { moveRequest } from "../records/requests.ts";
import type { Assessor } from "./assessor.ts";

/**
 * Leaves a request to a person of the staff: the token with which the machine goes on is kept with it, and the desk
 * lists it with its reason. A request that was cancelled just before waits for nobody.
 */
export async function awaitPerson(
  run: Run,
  waiting: { readonly token: string; readonly reason: string },
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
}

/** The machine ends by it: nobody would ever answer its token. */
class NothingToDecide extends Error {
  override readonly name = "NothingToDecide";
}
