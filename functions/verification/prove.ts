import type { BrowserSecret, Code, Reference, Token } from "../policy/reference.ts";
import { isProven } from "../policy/verification-matrix.ts";
import type { Verification } from "../records/items.ts";
import { browserDigest } from "../records/secrets.ts";
import { openedBy } from "../records/tokens.ts";
import { getVerification, ownerOf, tryCode } from "../records/verifications.ts";
import type { VerificationDesk } from "./verification-desk.ts";

/** What somebody brought. What is not well-formed counts as not brought. */
export interface Presented {
  readonly token: Token | undefined;
  readonly reference: Reference | undefined;
  readonly code: Code | undefined;
  /** The secret in the cookie of the browser that sends this. */
  readonly browser: BrowserSecret | undefined;
}

export type Proved =
  | { readonly outcome: "proven"; readonly verification: Verification }
  /** The token opens nothing, for whatever reason. */
  | { readonly outcome: "unknown" }
  /** The link is right; the proof of the same person is missing. */
  | { readonly outcome: "code-required"; readonly verification: Verification }
  /** There was only a code, and it is not right. */
  | { readonly outcome: "code-wrong" }
  /** There was only a code; it is right, and not enough. */
  | { readonly outcome: "link-required" };

/** Judges what was brought against what the record asks for. Counts a try where a code was typed. */
export async function prove(presented: Presented, desk: VerificationDesk): Promise<Proved> {
  return presented.token === undefined ? byCode(presented, desk) : byToken(presented.token, presented, desk);
}

async function byToken(token: Token, { code, browser }: Presented, desk: VerificationDesk): Promise<Proved> {
  const opened = await openedBy(desk.database, token, "verify", desk.now());
  const verification = opened && (await getVerification(desk.database, opened));
  if (verification === undefined) return { outcome: "unknown" };
  // Whoever confirmed first brought all that was asked for; the second click is told so and changes nothing.
  if (verification.confirmedAt !== undefined) return { outcome: "proven", verification };

  const sameBrowser = isSameBrowser(browser, verification);
  const enough = (withCode: boolean) =>
    isProven(verification.proof, { token: true, sameBrowser, code: withCode });
  if (enough(false)) return { outcome: "proven", verification };
  const codeIsRight = code !== undefined && (await judge(verification, code, desk)) !== undefined;
  if (enough(codeIsRight)) return { outcome: "proven", verification };
  // Of many clicks at once all but five find the tries spent, perhaps by the one that has just confirmed.
  const now = code === undefined ? undefined : await getVerification(desk.database, verification);
  return now?.confirmedAt === undefined
    ? { outcome: "code-required", verification }
    : { outcome: "proven", verification: now };
}

async function byCode({ reference, code, browser }: Presented, desk: VerificationDesk): Promise<Proved> {
  if (reference === undefined || code === undefined) return { outcome: "code-wrong" };
  const owner = await ownerOf(desk.database, reference);
  const verification = owner && (await judge(owner, code, desk));
  if (verification === undefined) return { outcome: "code-wrong" };
  const shown = { token: false, sameBrowser: isSameBrowser(browser, verification), code: true };
  return isProven(verification.proof, shown)
    ? { outcome: "proven", verification }
    : { outcome: "link-required" };
}

async function judge(
  of: Pick<Verification, "subject" | "reference">,
  code: Code,
  desk: VerificationDesk,
): Promise<Verification | undefined> {
  const vault = await desk.vault();
  return tryCode(desk.database, of, vault.codeDigest(of.reference, code), desk.now());
}

/** Whether this is the browser that sent what the verification is about. */
export function isSameBrowser(
  browser: BrowserSecret | undefined,
  { browser: digest, reference }: Verification,
): boolean {
  return browser !== undefined && browserDigest(browser, reference) === digest;
}
