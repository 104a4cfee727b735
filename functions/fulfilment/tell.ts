import { log } from "../edge/log.ts";
import type { Letter } from "../mail/letter.ts";
import { erasureDone } from "../mail/letters/erasure-done.ts";
import { requestRefused } from "../mail/letters/request-refused.ts";
import { sendLetter } from "../mail/send-letter.ts";
import { canonicalAddress } from "../policy/data-subject.ts";
import { RefusalGround } from "../policy/refusal-grounds.ts";
import { type Run, targetOf } from "../policy/run.ts";
import type { RightsRequest } from "../records/items.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { getTombstone } from "../records/tombstones.ts";
import { answersIn } from "./answers-in.ts";
import type { Concluder } from "./concluder.ts";

/**
 * The last letter, once: what was done, or why not. It goes while the address can still be read; that it went is
 * noted with the request, so a step that is run again says nothing twice. Who cancelled was told when they did.
 */
export async function tell(run: Run, concluder: Concluder): Promise<Run> {
  if (run.replay === true) return run;
  const { database, now } = concluder;
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(database, key);
  if (request === undefined || request.status === "cancelled") return run;
  if (request.toldAt !== undefined || request.sealed === undefined) return run;

  const letter = await lastLetter(request, run, concluder);
  const address = letter && canonicalAddress((await answersIn(request, run.subject, concluder))?.email ?? "");
  const outcome =
    letter && address ? await sendLetter(concluder.ses, concluder.sender, address, letter) : "nobody";
  log.info("last letter", { reference: run.request, outcome });
  await moveRequest(
    database,
    key,
    {
      to: request.status,
      set: { toldAt: now().toString({ smallestUnit: "millisecond" }) },
      event: { what: "told", by: "fulfilment", details: { letter: outcome } },
      only: ({ toldAt }) => toldAt === undefined,
    },
    now(),
  );
  return run;
}

async function lastLetter(
  request: RightsRequest,
  run: Run,
  { database, controller }: Concluder,
): Promise<Letter | undefined> {
  const { reference, right, regime } = request;
  const ground = RefusalGround.safeParse(request.ground).data;
  if (ground !== undefined) return requestRefused({ controller, right, reference, regime, ground });
  const tombstone = await getTombstone(database, targetOf(run));
  // Another request's erasure of the same person may be at work; it is told of by itself.
  const outcomes = tombstone?.request === run.request ? tombstone.outcomes : undefined;
  return outcomes && erasureDone({ controller, right, reference, regime, outcomes });
}
