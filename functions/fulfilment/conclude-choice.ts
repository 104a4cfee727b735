import { nextClock } from "../policy/request-clocks.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import { scheduleOf } from "../policy/retention-schedule.ts";
import type { Run } from "../policy/run.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import type { Concluder } from "./concluder.ts";
import { noteTold } from "./tell.ts";

/**
 * Ends a request that neither erased nor copied anything, in one transaction. Who made it stays for its 30 days: the
 * letter that says it was recorded may still wait for its turn.
 */
export async function concludeChoice(run: Run, concluder: Concluder): Promise<Run> {
  const { database, controller, now } = concluder;
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(database, key);
  // Concluded in a run before this one, or by the person's own "cancel".
  if (request === undefined || isConcluded(request.status)) return run;
  const { told = "nobody" } = run;
  if (told !== "nobody" && request.toldAt === undefined) await noteTold(run, told, request, concluder);
  const at = now();
  const status = request.ground === undefined ? "completed" : "refused";
  const concludedAt = at.toString({ smallestUnit: "millisecond" });
  await moveRequest(
    database,
    key,
    {
      to: status,
      set: { concludedAt, ...nextClock({ ...request, status, concludedAt }, scheduleOf(controller)) },
      remove: ["open", "deadline", "awaits"],
      event: { what: "concluded", by: "fulfilment", details: { status } },
      only: (read) => !isConcluded(read.status),
    },
    at,
  );
  return run;
}
