import { described, log } from "../edge/log.ts";
import type { Letter } from "../mail/letter.ts";
import { erasureDone } from "../mail/letters/erasure-done.ts";
import { requestDone } from "../mail/letters/request-done.ts";
import { requestRefused } from "../mail/letters/request-refused.ts";
import { sendLetter } from "../mail/send-letter.ts";
import type { Controller } from "../policy/controller.ts";
import { canonicalAddress } from "../policy/data-subject.ts";
import { machineFor } from "../policy/machines.ts";
import { RefusalGround } from "../policy/refusal-grounds.ts";
import { type Run, type Told, targetOf } from "../policy/run.ts";
import { proofFor } from "../policy/verification-matrix.ts";
import type { RightsRequest } from "../records/items.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { getTombstone } from "../records/tombstones.ts";
import { answersIn } from "./answers-in.ts";
import type { Concluder } from "./concluder.ts";

/** A run with its last letter out. */
export interface ToldRun extends Run {
  readonly told: Told;
}

/**
 * The last letter, once: what was done, or why not. It goes while the address can still be read. That it went is
 * remembered twice, with the request and by the machine, which is answered whether or not the note came through: so
 * neither a lost note nor a lost answer sends it again. Who cancelled was told when they did.
 * @throws MailUnavailable where the letter surely did not go; it is tried again.
 */
export async function tell(run: Run, concluder: Concluder): Promise<ToldRun> {
  const nobody = { ...run, told: run.told ?? "nobody" };
  if (run.told !== undefined || run.replay === true) return nobody;
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(concluder.database, key);
  if (request === undefined || request.status === "cancelled") return nobody;
  if (request.toldAt !== undefined || request.sealed === undefined) return nobody;

  const letter = await lastLetter(request, run, concluder);
  const address = letter && canonicalAddress((await answersIn(request, run.subject, concluder))?.email ?? "");
  if (letter === undefined || address === undefined) return nobody;
  const told = await sendLetter(concluder.ses, concluder.sender, address, letter);
  log.info("last letter", { reference: run.request, outcome: told });
  // Where this fails the conclusion does it: a step that failed here would write to them once more.
  await noteTold(run, told, request, concluder).catch((error) =>
    log.warn("a letter is out and not noted", described(error)),
  );
  return { ...run, told };
}

/** Notes with the request, and in its history, what became of the letter; once is as good as twice. */
export async function noteTold(
  { subject, request: reference }: Run,
  told: Told,
  { status }: RightsRequest,
  { database, now }: Concluder,
): Promise<void> {
  const at = now();
  await moveRequest(
    database,
    { subject, reference },
    {
      to: status,
      set: { toldAt: at.toString({ smallestUnit: "millisecond" }) },
      event: { what: "told", by: "fulfilment", details: { letter: told } },
      only: ({ toldAt }) => toldAt === undefined,
    },
    at,
  );
}

async function lastLetter(
  request: RightsRequest,
  run: Run,
  { database, controller }: Concluder,
): Promise<Letter | undefined> {
  const { reference, right, regime } = request;
  const ground = RefusalGround.safeParse(request.ground).data;
  if (ground !== undefined) return requestRefused({ controller, right, reference, regime, ground });
  if (machineFor[right] === "choices") return ofChoice(request, controller);
  const tombstone = await getTombstone(database, targetOf(run));
  // Another request's erasure of the same person may be at work; it is told of by itself.
  const outcomes = tombstone?.request === run.request ? tombstone.outcomes : undefined;
  return outcomes && erasureDone({ controller, right, reference, regime, outcomes });
}

/** What took effect without proof and without a person was said when it came: a stranger could have it said for ever. */
function ofChoice(
  { right, reference, regime, carriedOutAt, awaits, withdraws }: RightsRequest,
  controller: Controller,
): Letter | undefined {
  const saidAlready = proofFor(right) === "none" && awaits === undefined;
  if (carriedOutAt === undefined || saidAlready) return undefined;
  return requestDone({ controller, right, reference, regime, withdraws });
}
