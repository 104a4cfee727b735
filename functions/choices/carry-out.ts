import { endsAfterwards, endsAtOnce } from "../policy/choices.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import type { Run } from "../policy/run.ts";
import type { RightsRequest } from "../records/items.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { endWithdrawn } from "../records/withdrawals.ts";
import type { Chooser } from "./chooser.ts";

/** Ends at once what nobody has to judge. It can be run again: what has ended stays as it is. */
export async function stopAtOnce(run: Run, chooser: Chooser): Promise<void> {
  const request = await openRequest(run, chooser);
  if (request !== undefined) await endConsents(request, run, (name) => endsAtOnce(request, name), chooser);
}

/**
 * Does the rest, by itself or once a person has agreed, and writes down that it is done with how many consents have ended
 * by it. A consent ends when its withdrawal came to us, not when we got round to it.
 */
export async function carryOut(run: Run, chooser: Chooser): Promise<void> {
  const request = await openRequest(run, chooser);
  if (request === undefined) return;
  const all = (name: string) => endsAtOnce(request, name) || endsAfterwards(request, name);
  const consents = await endConsents(request, run, all, chooser);
  const at = chooser.now();
  await moveRequest(
    chooser.database,
    { subject: run.subject, reference: run.request },
    {
      to: "in-progress",
      set: { carriedOutAt: at.toString({ smallestUnit: "millisecond" }) },
      event: { what: "carried out", by: "choices", details: { consents } },
      only: ({ carriedOutAt }) => carriedOutAt === undefined,
    },
    at,
  );
}

async function openRequest(
  { subject, request: reference }: Run,
  { database }: Chooser,
): Promise<RightsRequest | undefined> {
  const request = await getRequest(database, { subject, reference });
  return request === undefined || isConcluded(request.status) ? undefined : request;
}

/** @returns how many have ended by this request, now or in a run before. */
async function endConsents(
  request: RightsRequest,
  { subject }: Run,
  which: (consent: string) => boolean,
  { database, schedule }: Chooser,
): Promise<number> {
  const { reference, receivedAt } = request;
  return await endWithdrawn(database, { subject, reference, receivedAt }, which, schedule);
}
