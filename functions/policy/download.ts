import { Temporal } from "temporal-polyfill";
import { isConcluded, type RequestStatus } from "./request-lifecycle.ts";
import type { Right } from "./rights.ts";
import { verificationMatrix } from "./verification-matrix.ts";

/** A presigned link opens the copy for whoever has it, so it lives as long as a browser takes to follow it. Seconds. */
export const LINK_LIFETIME = 300;

/** The sealed copy, as far as it is told of: to its person, and to programs. */
interface Copy {
  readonly expiresAt: string;
  readonly bytes: number;
  /** The titles of the holders that could not be read. */
  readonly missing: readonly string[];
  readonly withdrawnAt?: string | undefined;
}

/** What a request says of the copy that was made for it. */
interface Copied {
  readonly right: Right;
  readonly status: RequestStatus;
  /** The identity half: without it there is no address that a code could go to. */
  readonly sealed?: string | undefined;
  readonly bundle?: Copy | undefined;
}

/**
 * How it stands with the copy of a request: it can be fetched, it is being made, its time is over, it is gone (fetched
 * and erased, or withdrawn), or the request makes none.
 */
export function copyStands(
  { right, status, sealed, bundle }: Copied,
  now: Temporal.Instant,
): "ready" | "making" | "over" | "gone" | "none" {
  if (bundle?.withdrawnAt !== undefined) return "gone";
  if (bundle !== undefined && !isPast(bundle.expiresAt, now)) return sealed === undefined ? "gone" : "ready";
  if (bundle !== undefined) return "over";
  if (verificationMatrix[right].discloses === "nothing") return "none";
  if (status === "completed") return "gone";
  return isConcluded(status) ? "none" : "making";
}

/** How a program is told of the copy; undefined where there is none in the books. */
export function downloadOf(request: Copied, now: Temporal.Instant) {
  if (request.bundle === undefined) return undefined;
  const { expiresAt, bytes, missing } = request.bundle;
  return { available: copyStands(request, now) === "ready", expiresAt, bytes, missing };
}

const isPast = (instant: string, now: Temporal.Instant) =>
  Temporal.Instant.compare(Temporal.Instant.from(instant), now) <= 0;

/** How long a link may live that is made now, in whole seconds: five minutes, and never longer than the copy. */
export function linkLifetime(expiresAt: string, now: Temporal.Instant): number {
  const left = Math.floor(
    (Temporal.Instant.from(expiresAt).epochMilliseconds - now.epochMilliseconds) / 1000,
  );
  return Math.max(1, Math.min(LINK_LIFETIME, left));
}

/** What the file is called: ours, as nothing that anybody typed belongs into a header. */
export const fileNameOf = (right: Right, reference: string) => `habeas-${right}-${reference}.zip`;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const PER_HOUR = 5;

export type CodeLeave =
  /** A letter goes; `asked` is what is remembered of it. */
  | { readonly verdict: "send"; readonly asked: readonly number[] }
  /** One went less than a minute ago: it is on its way, and it does. */
  | { readonly verdict: "on-its-way" }
  /** The hour's letters are spent. Seconds. */
  | { readonly verdict: "wait"; readonly seconds: number };

/**
 * May one more letter with a code go for this request? One a minute and five an hour. A second click within the minute
 * is no second letter.
 * @param past when codes were asked for, seconds since 1970. @param now the same.
 */
export function mayAskForCode(past: readonly number[], now: number): CodeLeave {
  const asked = past.filter((at) => at > now - HOUR);
  const last = Math.max(...asked, Number.NEGATIVE_INFINITY);
  if (last > now - MINUTE) return { verdict: "on-its-way" };
  if (asked.length < PER_HOUR) return { verdict: "send", asked: [...asked, now] };
  return { verdict: "wait", seconds: Math.min(...asked) + HOUR - now };
}

/** "12 kB", "3.4 MB": as people say how large a file is. */
export function sizeInWords(bytes: number): string {
  const [unit, length] = bytes < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
  const count = Math.max(bytes / length, bytes < 1e6 ? 1 : 0);
  return new Intl.NumberFormat("en", { style: "unit", unit, maximumSignificantDigits: 2 }).format(count);
}
