import type { Controller } from "../../policy/controller.ts";
import { type Code, inFours, type Reference } from "../../policy/reference.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { type Letter, paragraph } from "../letter.ts";
import { lifetime } from "../plain-words.ts";
import { writeLetter } from "../write-letter.ts";

export interface DownloadCode {
  readonly controller: Controller;
  readonly right: Right;
  readonly reference: Reference;
  readonly code: Code;
  /** Seconds. */
  readonly codeLifetime: number;
}

/**
 * The code that hands out a copy. It carries no link at all: whoever reads only this letter can do nothing with it, and
 * whoever has only the page cannot either.
 */
export function downloadCode({ controller, right, reference, code, codeLifetime }: DownloadCode): Letter {
  return writeLetter(
    {
      subject: "Your code for the download",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          "here is the code that you asked for on the page of your request. Type it there, and your copy is handed out.",
        ),
        { kind: "code", label: "Code", code },
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
          ],
        },
        paragraph(
          `The code works once, within ${lifetime(codeLifetime)}. If you have closed the page, open it again by the link in our letter “Your copy is ready”. If it is too late for the code, ask for a new one there; only the newest works.`,
        ),
        paragraph(
          `None of us will ever ask you for this code. If you did not ask for it, you need not do anything: without the code nobody gets the copy. But somebody then has the link to your request, so please tell us at ${controller.email} and name the reference.`,
        ),
      ],
      why: "You get this letter because a code was asked for on the page of your privacy request.",
    },
    controller,
  );
}
