import type { AuditEvent } from "../policy/audit-chain.ts";
import type { LegalHold } from "../policy/legal-hold.ts";
import type { Outcomes } from "../policy/outcomes.ts";
import type { SendingOutcome } from "../policy/portability.ts";
import type { RefusalGround } from "../policy/refusal-grounds.ts";
import type { RequestStatus } from "../policy/request-lifecycle.ts";
import type { Regime } from "../policy/residence.ts";
import type { Right } from "../policy/rights.ts";

/** An open request, as the list shows it. */
export interface ListedRequest {
  readonly reference: string;
  readonly right: Right;
  readonly regime: Regime;
  readonly status: RequestStatus;
  readonly dueBy: string;
  /** Days until an answer is due; below zero it is late. */
  readonly daysLeft: number;
  /** What it waits for, and why. */
  readonly waitsFor: string;
  /** True where nothing happens until a person of the staff decides. */
  readonly needsPerson: boolean;
}

/** A request with its history. Who it is about is in `identity`, and only where that was asked for. */
export interface ShownRequest extends ListedRequest {
  readonly title: string;
  readonly receivedAt: string;
  readonly verifiedAt?: string | undefined;
  readonly concludedAt?: string | undefined;
  readonly coolingOffEnds?: string | undefined;
  readonly citation: string;
  readonly ground?: string | undefined;
  readonly outcomes?: Outcomes | undefined;
  readonly history: readonly AuditEvent[];
  /**
   * Whose data what follows is about: of a report those of the child, which the decision is on, as long as the report
   * says which child it is; of everything else, and then, those of who asked.
   */
  readonly about: "person" | "child";
  /** The legal holds on their data; of a report those on who sent it too. */
  readonly holds: readonly LegalHold[];
  /** How many things each holder of the data map has about them just now. */
  readonly held: readonly { readonly holder: string; readonly title: string; readonly count: number }[];
  /** The references of their records that are flagged: a copy waits for the staff to look at them. */
  readonly flagged: readonly string[];
  /** The references of their job applications, at which the staff looks too before a copy goes out. */
  readonly applications: readonly string[];
  /** What could not be read and is not in the copy. */
  readonly missing?: readonly string[] | undefined;
  /** What became of sending the copy to another controller. */
  readonly sent?: SendingOutcome | undefined;
  /** The grounds on which it could be refused; empty unless it waits for a decision. */
  readonly refusable: readonly RefusalGround[];
  /** What the person wrote, by field; "shredded" where it was destroyed. */
  readonly identity?: Readonly<Record<string, string>> | "shredded" | undefined;
}
