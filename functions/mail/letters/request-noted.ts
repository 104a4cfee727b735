import type { Temporal } from "temporal-polyfill";
import type { Controller } from "../../policy/controller.ts";
import { inFours, type Reference } from "../../policy/reference.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { type Letter, paragraph } from "../letter.ts";
import { dateInWords } from "../plain-words.ts";
import { writeLetter } from "../write-letter.ts";

export interface RequestNoted {
  readonly controller: Controller;
  readonly right: Right;
  readonly reference: Reference;
  readonly dueBy: Temporal.PlainDate;
}

/** Tells the address that a request which needs no proof is recorded, so that a stranger's would not go unnoticed. */
export function requestNoted(data: RequestNoted): Letter {
  const { title, introduction } = rights[data.right];
  return writeLetter(
    {
      subject: "Your request is recorded",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          `we have recorded a request for this e-mail address: “${title}”. ${introduction} The law asks for no proof here, so there is nothing to confirm.`,
        ),
        {
          kind: "facts",
          rows: [
            ["Request", title],
            ["Reference", inFours(data.reference)],
            ["Done by", dateInWords(data.dueBy)],
          ],
        },
        paragraph(
          `You need not do anything. If it was not you, tell us at ${data.controller.email}, name the reference, and we take it back.`,
        ),
      ],
      why: "You get this letter because this address was typed into our form for privacy requests.",
    },
    data.controller,
  );
}
