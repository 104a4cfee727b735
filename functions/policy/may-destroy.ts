import { Temporal } from "temporal-polyfill";
import type { LegalHold } from "./legal-hold.ts";
import type { Reference } from "./reference.ts";
import { isConcluded, isProved, type RequestStatus } from "./request-lifecycle.ts";
import type { Right } from "./rights.ts";

/** What a destroyer is about to destroy: enough to judge it, nothing of what it says. */
export interface Destroyable {
  /** The holder of the data map it is in. */
  readonly holder: string;
  /** Other holders whose items are found through this one (a submission's files): it is kept as long as they are. */
  readonly carries?: readonly string[];
  /** The submission or request it belongs to; absent where it belongs to none. */
  readonly record?: Reference;
  /** The slug of the form with which it came; absent where it came with none, or nobody can say any more. */
  readonly form?: string;
  /** When it came to us. Absent where nobody wrote that down: then it counts as older than any request. */
  readonly receivedAt?: string;
}

/** A rights request of the same person that is not concluded. */
export interface OpenRequest {
  readonly reference: Reference;
  readonly right: Right;
  readonly status: RequestStatus;
  readonly receivedAt: string;
  readonly dueBy: string;
}

/** A duty to keep something, from the law: which holder's items, how long after receipt, and where it is written. */
export interface Duty {
  readonly holder: string;
  /** ISO 8601, from receipt. */
  readonly period: string;
  readonly citation: string;
}

export type Ground = "legal-claim" | "legal-duty" | "open-request";

interface Retaining {
  readonly ground: Ground;
  readonly citation: string;
  /**
   * Until when it is kept as far as anybody knows, always a day to come. It is judged again then or before (`nextLook`);
   * nothing is let go just because the day has passed.
   */
  readonly until: string;
  /** The id of the legal hold that keeps it; when that is released it is judged again at once. */
  readonly hold?: string;
}

export type Verdict = { readonly may: true } | ({ readonly may: false } & Retaining);

/**
 * The one guard of every destroyer: erasure, sweep, desk, replay. Whatever is destroyed was asked about here, with
 * holds and open requests read just before. Of several reasons to keep it all must go; the one that lasts longest is
 * named. The request on whose behalf it is destroyed is not among `openRequests`.
 */
export function mayDestroy(
  item: Destroyable,
  holds: readonly LegalHold[],
  openRequests: readonly OpenRequest[],
  duties: readonly Duty[],
  now: Temporal.Instant,
): Verdict {
  const reasons = [
    ...holds
      .filter((hold) => isHeldBy(item, hold))
      .map(({ id, ...why }): Retaining => ({ ...why, hold: id })),
    ...duties.flatMap((duty) => duringDuty(item, duty, now)),
    ...openRequests.filter(isOpen).flatMap((request) => forAnswering(item, request)),
  ];
  const [longest] = reasons.toSorted((one, other) => other.until.localeCompare(one.until));
  if (longest === undefined) return { may: true };
  const { ground, citation, until, hold } = longest;
  const hasCome = until <= dayOf(now).toString();
  return {
    may: false,
    ...{ ground, citation, until: hasCome ? dayOf(now).add({ days: 1 }).toString() : until },
    ...(hold === undefined ? {} : { hold }),
  };
}

/**
 * The day for which what is kept is queued. A hold that is released queues what it had kept; of a request that is
 * concluded nobody goes to all that it had kept, so that is looked at every night while the request lasts.
 */
export function nextLook(
  { ground, until }: Pick<Retaining, "ground" | "until">,
  now: Temporal.Instant,
): Temporal.PlainDate {
  return ground === "open-request" ? dayOf(now).add({ days: 1 }) : Temporal.PlainDate.from(until);
}

function isHeldBy(item: Destroyable, { scope }: LegalHold): boolean {
  if (scope === "everything") return true;
  if ("holder" in scope) return isIn(scope.holder, item);
  return "form" in scope ? scope.form === item.form : scope.record === item.record;
}

const isIn = (holder: string, { holder: own, carries = [] }: Destroyable): boolean =>
  holder === own || carries.includes(holder);

/** The last day counts in full, as in the retention schedule (Reg. 1182/71 Art. 3(2)(c)). */
function duringDuty(
  item: Destroyable,
  { holder, period, citation }: Duty,
  now: Temporal.Instant,
): Retaining[] {
  if (!isIn(holder, item)) return [];
  const from = item.receivedAt === undefined ? now : Temporal.Instant.from(item.receivedAt);
  const end = dayOf(from).add(Temporal.Duration.from(period)).add({ days: 1 });
  const over = Temporal.PlainDate.compare(end, dayOf(now)) <= 0;
  return over ? [] : [{ ground: "legal-duty", citation, until: end.toString() }];
}

/** Only what its person has proved counts: else a stranger could stand in the way of an erasure. */
const isOpen = ({ status }: OpenRequest): boolean => !isConcluded(status) && isProved(status);

/**
 * What an open request needs: itself with all that belongs to it, and what it asks about as it was on its day. A copy
 * that was made on another request is not asked about: it holds nothing that is not elsewhere, and its days are promised.
 */
function forAnswering(item: Destroyable, { reference, right, receivedAt, dueBy }: OpenRequest): Retaining[] {
  const retains = (citation: string): Retaining[] => [{ ground: "open-request", citation, until: dueBy }];
  const asked = askingAboutData[right];
  const isAskedAbout = item.holder !== COPIES && existedAt(item, receivedAt);
  if (asked !== undefined && isAskedAbout) return retains(asked);
  return item.record === reference ? retains("GDPR 5(2), 12(3)") : [];
}

/** The holder of the copies that were made for people. */
const COPIES = "export-bundles";

/** Who asks what we have, or that we keep it, gets what there was; an erasure meanwhile would leave an empty answer. */
const askingAboutData: Readonly<Partial<Record<Right, string>>> = {
  access: "GDPR 12(3), 15",
  portability: "GDPR 12(3), 20",
  know: "Cal. Civ. Code 1798.110, 1798.130; 11 CCR 7024",
  "know-categories": "Cal. Civ. Code 1798.110, 1798.130; 11 CCR 7024",
  confirm: "GDPR 12(3), 15(1)",
  restrict: "GDPR 12(3), 18(1)",
  correct: "GDPR 12(3), 16",
  complaint: "GDPR 12(3), 77; UK Data Protection Act 2018 164A",
};

function existedAt({ receivedAt }: Destroyable, instant: string): boolean {
  return receivedAt === undefined || Date.parse(receivedAt) <= Date.parse(instant);
}

const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO("UTC").toPlainDate();
