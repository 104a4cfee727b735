import * as z from "zod";

/** Where a rights request stands. */
export const RequestStatus = z.enum([
  "received",
  "awaiting-verification",
  "verified",
  "in-progress",
  "awaiting-person",
  "completed",
  "refused",
  "cancelled",
  "expired",
]);
export type RequestStatus = z.infer<typeof RequestStatus>;

interface StatusRow {
  /** The moves there are; none means that the request is concluded. */
  readonly to: readonly RequestStatus[];
  /** What the status page says: what has happened and what it waits for. */
  readonly words: string;
}

/**
 * The one table of moves. `received` goes straight to `verified` where no proof is asked; a request that came by
 * letter can be refused for want of proof, one that nobody confirmed only expires.
 */
const statuses: Readonly<Record<RequestStatus, StatusRow>> = {
  received: {
    to: ["awaiting-verification", "verified", "cancelled", "expired"],
    words: "We have received it. The letter that asks you to confirm it is on its way.",
  },
  "awaiting-verification": {
    to: ["verified", "refused", "cancelled", "expired"],
    words: "It waits for you: please confirm it with the link or the code in our letter.",
  },
  verified: {
    to: ["in-progress", "refused", "cancelled"],
    words: "It is recorded, and it waits for a person of ours to take it up.",
  },
  "in-progress": {
    to: ["awaiting-person", "completed", "refused", "cancelled"],
    words: "We are working on it.",
  },
  "awaiting-person": {
    to: ["in-progress", "completed", "refused", "cancelled"],
    words: "It waits for a person of ours to look at it.",
  },
  completed: { to: [], words: "It is done." },
  refused: { to: [], words: "We could not do it. The reasons are in the letter we sent you." },
  cancelled: { to: [], words: "It was cancelled. Nothing was done." },
  expired: { to: [], words: "It was not confirmed in time. Nothing was done, and it will be erased." },
};

export function mayMove(from: RequestStatus, to: RequestStatus): boolean {
  return statuses[from].to.includes(to);
}

/** A concluded request moves no more, and its retention clocks run. */
export function isConcluded(status: RequestStatus): boolean {
  return statuses[status].to.length === 0;
}

/** Whether its person has shown that it is theirs, as far as its right asks for that: anybody can type an address. */
export const isProved = (status: RequestStatus): boolean => !UNPROVED.includes(status);

const UNPROVED: readonly RequestStatus[] = ["received", "awaiting-verification", "expired"];

/** What is done, or has begun to be done, is neither cancelled nor refused any more: the letter would say it never was. */
export const cannotBeUndone = (request: {
  readonly begunAt?: string | undefined;
  readonly carriedOutAt?: string | undefined;
}): boolean => request.begunAt !== undefined || request.carriedOutAt !== undefined;

/** What the person reads on the status page. */
export function waitingFor(status: RequestStatus): string {
  return statuses[status].words;
}
