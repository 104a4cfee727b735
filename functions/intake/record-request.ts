import { NO_CHAIN } from "../policy/audit-chain.ts";
import { ConsentName } from "../policy/choices.ts";
import { machineFor } from "../policy/machines.ts";
import { Residence, regimeOf } from "../policy/residence.ts";
import { responseDue, strictestRegime } from "../policy/response-deadline.ts";
import { dueFor, scheduleOf } from "../policy/retention-schedule.ts";
import type { Right } from "../policy/rights.ts";
import { recordArrival } from "../records/arrivals.ts";
import { nextEvent } from "../records/audit.ts";
import type { RightsRequest } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { putEntry } from "../records/requests.ts";
import { newReference } from "../records/secrets.ts";
import { placeOf, sealJson } from "../records/vault.ts";
import { addressIn, type Intake, newEntry, newVerification, type Sender } from "./intake.ts";
import type { Accepted, Recorded } from "./record-submission.ts";
import { sealed } from "./sealing.ts";

/**
 * Keeps a rights request. Its clock starts now, at receipt. Where a proof is needed it counts for nothing until the
 * proof is there, so that no stranger's request can stand in the way of the person's own.
 */
export async function recordRequest(
  right: Right,
  { answers }: Accepted,
  sender: Sender,
  intake: Intake,
): Promise<Recorded> {
  const now = intake.now();
  const at = now.toString({ smallestUnit: "millisecond" });
  const vault = await intake.vault();
  const reference = newReference();
  const subject = vault.subjectId(addressIn(answers));

  const about = keys.request(reference);
  const verification = newVerification(
    right,
    { reference, subject, about, letter: "confirm-request" },
    sender.browser,
  );
  const regime =
    answers.residence === undefined
      ? strictestRegime(right, now)
      : regimeOf(Residence.parse(answers.residence));
  const { dueBy, citation } = responseDue(right, regime, now);
  const chosen = withdrawn(right, answers);
  const { part, head } = nextEvent(intake.database, NO_CHAIN, {
    ...{ reference, subject, at, what: "recorded", by: "data subject" },
    details: {
      ...{ right, receivedAt: at, dueBy: dueBy.toString() },
      // A restore takes the request away, and its history not: by it the consents end again.
      ...(chosen.withdraws && { withdraws: chosen.withdraws.join(", ") }),
    },
  });
  const item: Omit<RightsRequest, "sealed"> = {
    reference,
    right,
    regime,
    receivedAt: at,
    dueBy: dueBy.toString(),
    citation,
    ...chosen,
    noticeVersion: intake.controller.noticeVersion,
    ...(verification === undefined
      ? { status: "verified", verifiedAt: at, open: "open", deadline: dueBy.toString(), ...head }
      : {
          status: "awaiting-verification",
          ...dueFor(scheduleOf(intake.controller), "unverified", now, reference),
        }),
  };
  const outcome = await sealed(intake, vault, subject, async (held) =>
    recordArrival(
      intake.database,
      {
        subject,
        held,
        record: {
          sk: about,
          item: { ...item, sealed: await sealJson(held.key, placeOf(reference, "identity"), answers) },
        },
        entry: newEntry(verification?.letter ?? "request-noted", reference, about, now),
        verification,
        network: vault.networkDigest(sender.network),
        // An unverified request counts for nothing: its history begins, and its machine starts, when it is verified.
        ...(verification === undefined
          ? {
              also: {
                event: part,
                start: putEntry(intake.database, { subject, reference }, now, {
                  ...{ intent: "start", machine: machineFor[right] },
                }),
              },
            }
          : {}),
      },
      intake.perNetwork,
      now,
    ),
  );
  return { outcome, reference };
}

/** In clear, as every consent is: whoever ends it has no key. */
function withdrawn(right: Right, { consent }: Accepted["answers"]): Pick<RightsRequest, "withdraws"> {
  return right === "withdraw" && consent !== undefined ? { withdraws: [ConsentName.parse(consent)] } : {};
}
