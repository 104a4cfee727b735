import type { Controller } from "../policy/controller.ts";
import { type Code, inFours, type Reference, type Token } from "../policy/reference.ts";
import type { Block } from "./letter.ts";
import { codePage, verifyLink } from "./links.ts";
import { lifetime } from "./plain-words.ts";

/** What every letter that asks for a confirmation is made of. No field can carry text that a user typed. */
export interface Confirmation {
  readonly controller: Controller;
  /** Without a slash at the end. */
  readonly siteUrl: string;
  readonly token: Token;
  readonly code: Code;
  readonly reference: Reference;
  /** Seconds. */
  readonly linkLifetime: number;
  /** Seconds. */
  readonly codeLifetime: number;
}

/**
 * The button, the code and the reference, with how long each lives.
 * @param isAskedOnce true where no second letter is to be had.
 */
export function waysToConfirm(
  label: string,
  confirmation: Confirmation,
  isAskedOnce = false,
): readonly Block[] {
  const { siteUrl, token, code, reference, linkLifetime, codeLifetime } = confirmation;
  return [
    { kind: "button", label, href: verifyLink(siteUrl, token) },
    { kind: "code", label: "Code", code },
    { kind: "facts", rows: [["Reference", inFours(reference)]] },
    {
      kind: "paragraph",
      text: `The link works for ${lifetime(linkLifetime)}. If it does not open, or if a page asks you for a code, type the code at ${codePage(siteUrl)} within ${lifetime(codeLifetime)}.${isAskedOnce ? "" : " If it is too late for the code, you can have a new letter sent from there."}`,
    },
  ];
}
