import type { Temporal } from "temporal-polyfill";
import type { Controller } from "../policy/controller.ts";
import { type Address, canonicalAddress } from "../policy/data-subject.ts";
import type { BrowserSecret, Reference } from "../policy/reference.ts";
import type { Right } from "../policy/rights.ts";
import { proofFor } from "../policy/verification-matrix.ts";
import type { AttachmentStore } from "../records/attachments.ts";
import type { AuditedDatabase } from "../records/database.ts";
import type { LetterKind, OutboxEntry, Verification } from "../records/items.ts";
import { writtenAt } from "../records/outbox-entries.ts";
import { browserDigest } from "../records/secrets.ts";
import type { Vault } from "../records/vault.ts";

/** What the room of intake works with; built once per cold start. */
export interface Intake {
  readonly database: AuditedDatabase;
  readonly vault: () => Promise<Vault>;
  readonly attachments: AttachmentStore;
  readonly controller: Controller;
  /** Submissions that one network may send in ten minutes. */
  readonly perNetwork: number;
  readonly now: () => Temporal.Instant;
}

/** Where something came from: enough to count and to recognise the browser again, and no more. */
export interface Sender {
  readonly network: string;
  readonly browser: BrowserSecret;
}

/** The address among answers that were accepted. @throws Error where they were not. */
export function addressIn(answers: Readonly<Record<string, string>>): Address {
  const address = canonicalAddress(answers.email ?? "");
  if (address === undefined) throw new Error("Accepted answers have an address");
  return address;
}

/** What waits until the address is proved; undefined where the law lets us ask for no proof. */
export function newVerification(
  act: Right | "form",
  of: Pick<Verification, "reference" | "subject" | "about" | "letter">,
  browser: BrowserSecret,
): Verification | undefined {
  const proof = proofFor(act);
  if (proof === "none") return undefined;
  return { ...of, proof, browser: browserDigest(browser, of.reference), resent: 0 };
}

/** The letter that a new record brings about. */
export function newEntry(
  letter: LetterKind,
  reference: Reference,
  about: string,
  now: Temporal.Instant,
): OutboxEntry {
  return { intent: reference, letter, reference, about, ...writtenAt(now) };
}
