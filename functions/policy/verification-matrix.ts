import type { Right } from "./rights.ts";

/**
 * What a person must show before something takes effect.
 * - `none`: the address that was typed is enough.
 * - `link`: somebody reads the mail of the address: the link followed by a click, or the code typed in.
 * - `link-and-same-person`: and that somebody is who sent the form: the same browser, or the code (a mail scanner
 *   opens links and presses buttons, but types no code).
 * - `link-and-code`: the code itself; the same browser alone does not do.
 */
export type Proof = "none" | "link" | "link-and-same-person" | "link-and-code";

/** What was shown with one redemption. */
export interface Shown {
  /** The link's token, valid and pressed by hand. */
  readonly token: boolean;
  /** The cookie of the browser that sent the form. */
  readonly sameBrowser: boolean;
  /** The code out of the letter, typed in. */
  readonly code: boolean;
}

interface MatrixRow {
  /** Whatever it is, each download of it takes a fresh code out of a new letter as well: no row does without. */
  readonly discloses: "nothing" | "little" | "everything";
  readonly destroys: boolean;
  readonly proof: Proof;
  /** Waits, cancellable by one click, before it starts. */
  readonly coolingOff: boolean;
  /** A person of the controller's staff looks at it in any case. */
  readonly desk: boolean;
  readonly citation: string;
}

const harmless: MatrixRow = {
  discloses: "nothing",
  destroys: false,
  proof: "none",
  coolingOff: false,
  desk: false,
  citation: "11 CCR 7060(b)",
};
const form: MatrixRow = { ...harmless, proof: "link", citation: "GDPR 5(1)(d), 7(1)" };
const little: MatrixRow = {
  ...harmless,
  discloses: "little",
  proof: "link-and-same-person",
  citation: "GDPR 12(6); 11 CCR 7060",
};
const disclosing: MatrixRow = { ...little, discloses: "everything" };
const destroying: MatrixRow = { ...little, discloses: "nothing", destroys: true, coolingOff: true };

/**
 * DOMAIN 3 as a table. Three rows are decisions of ours. An answer that discloses little (is anything held, how much of
 * what, which kinds) is handed out as carefully as a whole copy: the link of its letter opens for whoever it is passed
 * on to, and a yes can be all that somebody wants to know. An objection needs no proof, like the other ways to say no:
 * it can only stop something. A complaint and a report need the link, so that the answer has somewhere to go, and a
 * person then judges them: a report about somebody else's data destroys nothing by itself.
 */
export const verificationMatrix: Readonly<Record<Right | "form", MatrixRow>> = {
  form,
  unsubscribe: harmless,
  withdraw: { ...harmless, citation: "GDPR 7(3)" },
  "opt-out": harmless,
  limit: harmless,
  object: { ...harmless, citation: "GDPR 21(3)" },
  complaint: { ...form, desk: true, citation: "UK Data Protection Act 2018 164A" },
  "report-a-child": { ...form, desk: true, citation: "16 CFR 312.6" },
  confirm: little,
  "know-categories": little,
  access: disclosing,
  portability: disclosing,
  know: disclosing,
  erase: destroying,
  "close-account": destroying,
  restrict: { ...destroying, desk: true },
  correct: { ...little, discloses: "nothing", proof: "link-and-code", desk: true },
};

export function proofFor(act: Right | "form"): Proof {
  return verificationMatrix[act].proof;
}

/**
 * Whether what was shown is enough. The code stands in for the link: it was in the same letter, and without script
 * it is all that a person can bring. For a correction, which can hand over an account, it needs a companion.
 */
export function isProven(required: Proof, shown: Shown): boolean {
  const readsTheMail = shown.token || shown.code;
  switch (required) {
    case "none":
      return true;
    case "link":
      return readsTheMail;
    case "link-and-same-person":
      return readsTheMail && (shown.sameBrowser || shown.code);
    case "link-and-code":
      return shown.code && (shown.token || shown.sameBrowser);
  }
}
