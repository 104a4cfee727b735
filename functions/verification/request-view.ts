import type { Temporal } from "temporal-polyfill";
import { complaintUnder } from "../policy/complaint.ts";
import { copyStands, downloadOf } from "../policy/download.ts";
import { mayHearOutcomes } from "../policy/outcomes.ts";
import { keepsSomething } from "../policy/outcomes-in-words.ts";
import { sendingInWords } from "../policy/portability.ts";
import { RefusalGround, refusalGrounds } from "../policy/refusal-grounds.ts";
import { coolsUntil, standing } from "../policy/request-in-words.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import { regimeNames } from "../policy/residence.ts";
import { rights } from "../policy/rights.ts";
import type { RightsRequest } from "../records/items.ts";

/** A request as a program reads it. */
export function asProgram(record: RightsRequest, now: Temporal.Instant) {
  const { reference, right, status, receivedAt, dueBy, coolingOffEnds, sent } = record;
  const outcomes = outcomesToHear(record);
  const download = downloadOf(record, now);
  return {
    ...{ reference, right, status, receivedAt, dueBy },
    ...(coolingOffEnds && { coolingOffEnds }),
    ...(outcomes && { outcomes }),
    ...(download && { download }),
    ...(sent && { sent: sent.outcome }),
    receipt: receiptToHave(record) !== undefined,
  };
}

/** A request as its page says it. */
export function asPerson(record: RightsRequest, now: Temporal.Instant) {
  const { reference, right, status, receivedAt, dueBy, regime, concludedAt } = record;
  const outcomes = outcomesToHear(record);
  const isOver = isConcluded(status);
  const isRefusedInPart = status === "refused" || outcomes?.some(keepsSomething);
  return {
    ...{ reference, right, receivedAt, dueBy, concludedAt, outcomes },
    status: standing(record, now),
    coolingOffEnds: isOver ? undefined : coolsUntil(record, now),
    regimeName: regimeNames[regime],
    explanation: isOver ? undefined : rights[right].introduction,
    refusal: refusalOf(record),
    receipt: receiptToHave(record) !== undefined,
    copy: copyToFetch(record, now),
    sent: record.sent && sendingInWords(record.sent.outcome),
    complaint: isRefusedInPart ? complaintUnder[regime] : undefined,
  };
}

const copyToFetch = (record: RightsRequest, now: Temporal.Instant) =>
  copyStands(record, now) === "ready" ? record.bundle : undefined;

const outcomesToHear = ({ right, outcomes }: RightsRequest) =>
  mayHearOutcomes(right) ? outcomes : undefined;

/** The receipt states the same counts as the letter; who may not hear them gets no receipt. */
export const receiptToHave = ({ right, receipt }: RightsRequest) =>
  mayHearOutcomes(right) ? receipt : undefined;

function refusalOf({ status, ground }: RightsRequest) {
  const known = RefusalGround.safeParse(ground).data;
  return status === "refused" && known ? refusalGrounds[known] : undefined;
}
