import type { BrokenAt } from "../policy/audit-chain.ts";
import type { LegalHold } from "../policy/legal-hold.ts";
import type { ListedConsent } from "../records/consent-rows.ts";
import type { ListedRecord } from "../records/records-of.ts";
import type { SweepNight } from "../records/sweeps.ts";
import type { Act } from "./question.ts";
import type { CaughtUp } from "./restored.ts";
import type { OpenedFile, ShownRecord } from "./shown-record.ts";
import type { ListedRequest, ShownRequest } from "./shown-request.ts";

export type Decision = "approve" | "refuse";

/** One erasure of the ledger that is run again. */
export interface Replay {
  readonly reference: string;
  readonly execution: string;
  /** True where it was not over when the restore took its request back: its person was never written to. */
  readonly cutOff?: boolean;
}

export interface ReplayState {
  readonly execution: string;
  readonly status: "running" | "done" | "failed";
  /** What the restore had brought back, and what of it is kept on a ground; absent until it is done. */
  readonly removed?: number | undefined;
  readonly retained?: number | undefined;
  /** Compact JWS. */
  readonly receipt?: string | undefined;
}

export interface BrokenChain extends BrokenAt {
  readonly reference: string;
}

/** A night of the retention, and what it waits for. */
export type ShownNight = Omit<SweepNight, "awaits" | "askedBy"> & {
  readonly awaits?: Omit<NonNullable<SweepNight["awaits"]>, "token">;
};

/** A month of a form whose records lead back to nobody. What is missing a number are few: fewer than five, or next to them. */
export interface AggregatedMonth {
  readonly form: string;
  readonly month: string;
  readonly submissions?: number;
  readonly fields: readonly {
    readonly field: string;
    /** `answer` is "" for those who gave none. */
    readonly answers: readonly { readonly answer: string; readonly count?: number }[];
  }[];
}

/** A hold, as the list shows it. */
export interface ListedHold extends LegalHold {
  readonly everybody: boolean;
  /** Its day has passed, and nobody has looked at it. It holds all the same. */
  readonly overdue: boolean;
}

interface Released {
  /** How many records are judged again in the next night. */
  readonly requeued: number;
  /** True where it is not through: the same question goes on. */
  readonly more: boolean;
}

/** What the desk says when it has done what was asked. */
interface Done {
  readonly list: { readonly requests: readonly ListedRequest[]; readonly more: boolean };
  readonly show: { readonly request: ShownRequest };
  readonly "show-record": { readonly record: ShownRecord };
  readonly "open-file": { readonly file: OpenedFile };
  readonly approve: { readonly reference: string; readonly decision: Decision };
  readonly refuse: { readonly reference: string; readonly decision: Decision };
  readonly hold: { readonly hold: LegalHold };
  readonly "hold-person": { readonly hold: LegalHold };
  readonly "hold-everybody": { readonly hold: LegalHold };
  readonly holds: {
    readonly holds: readonly ListedHold[];
    /** Released, and what they had kept is not all queued again: to be released once more. */
    readonly unfinished: readonly string[];
    readonly next?: string | undefined;
  };
  readonly "review-hold": { readonly hold: LegalHold };
  readonly release: { readonly hold: string } & Released;
  readonly "release-matter": { readonly released: readonly string[] } & Released;
  readonly person: { readonly records: readonly ListedRecord[]; readonly consents: readonly ListedConsent[] };
  readonly decided: { readonly reference: string; readonly due: string };
  readonly closed: { readonly reference: string; readonly due: string };
  readonly reopened: { readonly reference: string };
  /** `withdrawn`: how many copies that lay ready were taken back. */
  readonly flag: { readonly reference: string; readonly withdrawn: number };
  readonly unflag: { readonly reference: string; readonly withdrawn: number };
  readonly mask: { readonly reference: string; readonly masks: number; readonly withdrawn: number };
  readonly unmask: { readonly reference: string; readonly masks: number; readonly withdrawn: number };
  readonly sweeps: { readonly nights: readonly ShownNight[] };
  readonly "approve-sweep": { readonly night: string; readonly decision: Decision };
  readonly "refuse-sweep": { readonly night: string; readonly decision: Decision };
  readonly aggregates: { readonly months: readonly AggregatedMonth[] };
  readonly "verify-audit": {
    readonly chains: number;
    readonly events: number;
    readonly broken: readonly BrokenChain[];
    /** Where the next page begins; absent on the last. */
    readonly next?: string | undefined;
  };
  readonly "replay-withdrawals": { readonly consents: number; readonly next?: string | undefined };
  readonly "replay-ledger": {
    readonly started: readonly Replay[];
    /** Not over yet: their own machine goes on with them, or waits for the staff. Nothing was started. */
    readonly underWay: readonly string[];
    /** Of the first page only: it is seen to before anything is started. */
    readonly caughtUp?: readonly CaughtUp[];
    readonly next?: string | undefined;
  };
  readonly "replay-status": { readonly executions: readonly ReplayState[] };
}

/** Why nothing was done: a name for programs, a sentence for people. */
export interface Refused {
  readonly outcome: "refused";
  readonly why:
    | "unknown-reference"
    | "unknown-hold"
    | "unknown-holder"
    | "unknown-record"
    | "unknown-form"
    | "unknown-matter"
    | "unknown-child"
    | "unknown-night"
    | "another-manifest"
    | "no-address"
    | "held"
    | "holds-lost"
    | "day-has-passed"
    | "day-to-come"
    | "nothing-waits"
    | "already-decided"
    | "ground-does-not-fit"
    | "no-withdrawal"
    | "already-begun"
    | "words-not-there"
    | "unreadable"
    | "try-again";
  readonly words: string;
}

/** What was asked was not understood: each field, and how to mend it. */
export interface Misunderstood {
  readonly outcome: "misunderstood";
  readonly problems: readonly { readonly field: string; readonly words: string }[];
}

export type AnswerTo<A extends Act> = ({ readonly outcome: "done" } & Done[A]) | Refused;
export type DeskAnswer = AnswerTo<Act> | Misunderstood;

export const refused = (why: Refused["why"], words: string): Refused => ({ outcome: "refused", why, words });
