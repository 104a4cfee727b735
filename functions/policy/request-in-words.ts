import { Temporal } from "temporal-polyfill";
import { momentInWords } from "./days.ts";
import { machineFor } from "./machines.ts";
import { type RequestStatus, waitingFor } from "./request-lifecycle.ts";
import type { Right } from "./rights.ts";
import { verificationMatrix } from "./verification-matrix.ts";

/** Whether a request begins by itself once it is confirmed, after a time in which it can be cancelled. */
export function beginsByItself(right: Right): boolean {
  return machineFor[right] === "erasure" && verificationMatrix[right].coolingOff;
}

/** Whether it is carried out at once, unless there is a reason for a person to look at it. */
export function isDoneAtOnce(right: Right): boolean {
  const { coolingOff, desk } = verificationMatrix[right];
  return !coolingOff && !desk;
}

interface Stand {
  readonly right: Right;
  readonly status: RequestStatus;
  readonly coolingOffEnds?: string | undefined;
  readonly begunAt?: string | undefined;
}

/** Until when nothing happens, while that is ahead: an ISO 8601 instant. */
export function coolsUntil({ right, coolingOffEnds }: Stand, now: Temporal.Instant): string | undefined {
  const isAhead =
    beginsByItself(right) && coolingOffEnds && Temporal.Instant.compare(now, coolingOffEnds) < 0;
  return isAhead ? coolingOffEnds : undefined;
}

/** How a request stands and what it waits for: a sentence or two for the person. */
export function standing(stand: Stand, now: Temporal.Instant): string {
  const { right, status, begunAt } = stand;
  if (status === "verified" && isDoneAtOnce(right)) return "It is confirmed, and it is about to begin.";
  const waitsForItsTime = status === "verified" || (status === "in-progress" && begunAt === undefined);
  if (!waitsForItsTime || !beginsByItself(right)) return waitingFor(status);
  const until = coolsUntil(stand, now);
  return until === undefined
    ? "It is confirmed, and it is about to begin."
    : `It is confirmed, and it begins by itself on ${momentInWords(until)}.`;
}
