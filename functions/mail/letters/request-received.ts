import type { Temporal } from "temporal-polyfill";
import type { Controller } from "../../policy/controller.ts";
import { momentInWords } from "../../policy/days.ts";
import { inFours, type Reference, type Token } from "../../policy/reference.ts";
import { beginsByItself, isDoneAtOnce } from "../../policy/request-in-words.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { type Letter, paragraph } from "../letter.ts";
import { statusLink } from "../links.ts";
import { dateInWords, lifetime } from "../plain-words.ts";
import { writeLetter } from "../write-letter.ts";

export interface RequestReceived {
  readonly controller: Controller;
  /** Without a slash at the end. */
  readonly siteUrl: string;
  readonly right: Right;
  readonly reference: Reference;
  readonly dueBy: Temporal.PlainDate;
  /** Opens the status page. */
  readonly statusToken: Token;
  /** Seconds. */
  readonly statusLinkLifetime: number;
  /** The end of the cooling-off, where a machine begins by itself then: an ISO 8601 instant. */
  readonly coolingOffEnds?: string | undefined;
}

/** The acknowledgement of a rights request that is confirmed. */
export function requestReceived(data: RequestReceived): Letter {
  const { controller, siteUrl, right, reference, statusToken, statusLinkLifetime, coolingOffEnds } = data;
  const dueBy = dateInWords(data.dueBy);
  const begins = coolingOffEnds && beginsByItself(right) ? momentInWords(coolingOffEnds) : undefined;
  return writeLetter(
    {
      subject: "We have received your request",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          begins
            ? `thank you, your request is confirmed. Nothing happens yet: it begins by itself on ${begins}. Until then you can cancel it, with one click at the link below. After that it cannot be undone.`
            : `thank you, your request is confirmed. ${isDoneAtOnce(right) ? "We have begun with it, and write to you again when it is done" : "It now waits for a person of ours to take it up"}. You get an answer by ${dueBy}.`,
        ),
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
            ...(begins ? [["Begins on", begins] as const] : []),
            ["Answer by", dueBy],
          ],
        },
        {
          kind: "button",
          label: begins ? "See how it stands, or cancel it" : "See how it stands",
          href: statusLink(siteUrl, statusToken),
        },
        paragraph(
          `The link works for ${lifetime(statusLinkLifetime)}. Please do not pass it on: whoever has it can see how your request stands${begins ? ", and can cancel it" : ""}.`,
        ),
        paragraph(
          begins
            ? `If you want it done, you need not do anything now. If you did not make this request, cancel it at the link, and write to ${controller.email} and name the reference.`
            : `You need not do anything now. If you did not make this request, write to ${controller.email} at once and name the reference.`,
        ),
      ],
      why: "You get this letter because a privacy request was confirmed from this address.",
    },
    controller,
  );
}
