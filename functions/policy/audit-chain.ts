import * as z from "zod";
import { SubjectId } from "./data-subject.ts";
import { Reference } from "./reference.ts";

/** SHA-256 of UTF-8 text in hex; given as an argument, as the rules import no crypto. */
export type Hash = (text: string) => string;

/** What happened to a request: names, counts and times, nothing personal. */
export const AuditEvent = z.object({
  reference: Reference,
  /** From 1, without a gap. */
  sequence: z.number().int().positive(),
  /** In the first event only: whose chain it is. */
  subject: SubjectId.optional(),
  at: z.iso.datetime(),
  /** What happened: "verified", "approved", "concluded". */
  what: z.string(),
  /** Who did it: a function, or the IAM principal of the staff. */
  by: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** The hash of the event before; "" in the first. */
  previous: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** The end of a chain, kept apart from it, so that a chain cut short is noticed. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const NO_CHAIN: ChainHead = { sequence: 0, hash: "" };

export type NewEvent = Pick<AuditEvent, "reference" | "subject" | "at" | "what" | "by" | "details">;

/** The event that follows `head`. */
export function linked(head: ChainHead, event: NewEvent, hash: Hash): AuditEvent {
  const unsigned = { ...event, sequence: head.sequence + 1, previous: head.hash };
  return { ...unsigned, hash: hash(canonical(unsigned)) };
}

/** What is wrong with a chain, and at which event. */
export interface BrokenAt {
  readonly sequence: number;
  readonly what:
    | "changed"
    | "missing"
    | "repeated"
    | "not linked"
    | "cut short"
    | "longer than its head"
    | "without its request";
}

/**
 * Goes along a chain in order of sequence. Finds what was changed, dropped, swapped, repeated or cut off.
 * @param head what the request says of its chain; absent where the request is gone: then the end cannot be checked.
 */
export function verifyChain(
  events: readonly AuditEvent[],
  head: ChainHead | undefined,
  hash: Hash,
): BrokenAt | undefined {
  let last = NO_CHAIN;
  for (const { hash: claimed, ...rest } of events) {
    const { sequence } = rest;
    if (sequence <= last.sequence) return { sequence, what: "repeated" };
    if (sequence > last.sequence + 1) return { sequence: last.sequence + 1, what: "missing" };
    if (hash(canonical(rest)) !== claimed) return { sequence, what: "changed" };
    if (rest.previous !== last.hash) return { sequence, what: "not linked" };
    last = { sequence, hash: claimed };
  }
  if (head === undefined || (head.sequence === last.sequence && head.hash === last.hash)) return undefined;
  if (last.sequence < head.sequence) return { sequence: last.sequence + 1, what: "cut short" };
  return last.sequence > head.sequence
    ? { sequence: head.sequence + 1, what: "longer than its head" }
    : { sequence: last.sequence, what: "changed" };
}

/** JSON with sorted keys and without absent values (as RFC 8785, for what occurs here). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}
