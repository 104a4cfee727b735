import type { Controller } from "../../policy/controller.ts";
import { inFours, type Reference } from "../../policy/reference.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

export interface RequestCancelled {
  readonly controller: Controller;
  readonly right: Right;
  readonly reference: Reference;
}

/** Says that a request was cancelled, so that nobody can cancel another's unnoticed. */
export function requestCancelled({ controller, right, reference }: RequestCancelled): Letter {
  return writeLetter(
    {
      subject: "Your request is cancelled",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          "your request is cancelled, by the link in our letter. Nothing was done: all your data are as they were.",
        ),
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
          ],
        },
        paragraph(
          "You need not do anything. If you change your mind, you can make the request again at any time.",
        ),
        paragraph(
          `If it was not you who cancelled it, write to ${controller.email} and name the reference; then we see to it together.`,
        ),
      ],
      why: "You get this letter because a privacy request was confirmed from this address.",
    },
    controller,
  );
}
