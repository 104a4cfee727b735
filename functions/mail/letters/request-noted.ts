import type { Temporal } from "temporal-polyfill";
import { type ConsentName, inTitles } from "../../policy/choices.ts";
import type { Controller } from "../../policy/controller.ts";
import { momentInWords } from "../../policy/days.ts";
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
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Whether a person of the staff reads first what came with it; else it holds since it came. */
  readonly isRead: boolean;
  /** The consents that were chosen. */
  readonly withdraws?: readonly ConsentName[] | undefined;
}

/** Tells the address that a request which needs no proof is recorded, so that a stranger's would not go unnoticed. */
export function requestNoted(data: RequestNoted): Letter {
  const { title, introduction } = rights[data.right];
  const consents = inTitles(data.withdraws);
  const dueBy = dateInWords(data.dueBy);
  return writeLetter(
    {
      subject: "Your request is recorded",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          `we have recorded a request for this e-mail address: “${title}”. ${introduction} The law asks for no proof here, so there is nothing to confirm.${data.isRead ? ` A person of ours reads what you wrote, and you get an answer by ${dueBy}.` : ""}`,
        ),
        {
          kind: "facts",
          rows: [
            ["Request", title],
            ...(consents === undefined ? [] : [["Consent", consents] as const]),
            ["Reference", inFours(data.reference)],
            data.isRead ? ["Answer by", dueBy] : ["Holds since", momentInWords(data.receivedAt)],
          ],
        },
        paragraph(
          `You need not do anything. If it was not you, write to ${data.controller.email} and name the reference. What ends by it you can agree to again at any time, with our forms.`,
        ),
      ],
      why: "You get this letter because this address was typed into our form for privacy requests.",
    },
    data.controller,
  );
}
