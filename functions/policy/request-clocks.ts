import { Temporal } from "temporal-polyfill";
import type { Reference } from "./reference.ts";
import { isConcluded, isProved, type RequestStatus } from "./request-lifecycle.ts";
import {
  type Due,
  dueDay,
  dueOn,
  type RetentionCategory,
  type RetentionSchedule,
} from "./retention-schedule.ts";

/** What the clocks of a rights request run from. */
export interface ClockedRequest {
  readonly reference: Reference;
  readonly status: RequestStatus;
  readonly receivedAt: string;
  readonly concludedAt?: string | undefined;
  /** The identity half, while it is there. */
  readonly sealed?: string | undefined;
  /** The copy that was made, while it is there. */
  readonly bundle?: { readonly sealedAt: string } | undefined;
}

/**
 * The clock of a request that runs out next; undefined while it is open. A request loses one part after the other: the
 * copy that was made for it, who made it, and in the end itself. There is one `due` in its row, so each of them is
 * followed by the next.
 */
export function nextClock(request: ClockedRequest, schedule: RetentionSchedule): Due | undefined {
  const [first] = clocksOf(request)
    .flatMap(([category, start]) => {
      const day = dueDay(schedule, category, Temporal.Instant.from(start));
      return day === undefined ? [] : [dueOn(day, category, request.reference)];
    })
    .toSorted((one, other) => (one.due < other.due ? -1 : 1));
  return first;
}

function clocksOf(request: ClockedRequest): readonly (readonly [RetentionCategory, string])[] {
  const { status, receivedAt, concludedAt, sealed, bundle } = request;
  if (!isProved(status)) return [["unverified", receivedAt]];
  if (!isConcluded(status)) return [];
  const end = concludedAt ?? receivedAt;
  return [
    ...(bundle === undefined ? [] : [["export-bundle", bundle.sealedAt] as const]),
    ...(sealed === undefined ? [] : [["request-identity", end] as const]),
    ["request-accountability", end],
  ];
}
