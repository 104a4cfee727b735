import type { Controller } from "../../policy/controller.ts";
import { momentInWords } from "../../policy/days.ts";
import { type SendingOutcome, sendingInWords } from "../../policy/portability.ts";
import { inFours, type Reference, type Token } from "../../policy/reference.ts";
import type { Regime } from "../../policy/residence.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { howToComplain } from "../how-to-complain.ts";
import { type Block, type Letter, paragraph } from "../letter.ts";
import { statusLink } from "../links.ts";
import { lifetime } from "../plain-words.ts";
import { writeLetter } from "../write-letter.ts";

export interface ExportReady {
  readonly controller: Controller;
  /** Without a slash at the end. */
  readonly siteUrl: string;
  readonly right: Right;
  readonly reference: Reference;
  readonly regime: Regime;
  /** Opens the status page. */
  readonly statusToken: Token;
  /** Seconds. */
  readonly statusLinkLifetime: number;
  /** Until when the copy can be fetched: an ISO 8601 instant. */
  readonly expiresAt: string;
  /** The titles of the holders that could not be read: "what you sent with our forms". */
  readonly missing: readonly string[];
  /** What became of sending it to another controller, where the person named one. */
  readonly sent?: SendingOutcome | undefined;
}

/** The last letter of an export: where the copy is fetched. Never the data themselves, never a link to them. */
export function exportReady(data: ExportReady): Letter {
  const { controller, siteUrl, right, reference, regime, statusToken, statusLinkLifetime, missing } = data;
  const until = momentInWords(data.expiresAt);
  return writeLetter(
    {
      subject: "Your copy is ready",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          `what you asked for is ready. You can fetch it until ${until}; then it is erased. ${HOW_IT_IS_FETCHED}`,
        ),
        { kind: "button", label: "Fetch it", href: statusLink(siteUrl, statusToken) },
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
            ["Ready until", until],
          ],
        },
        ...whatIsMissing(missing),
        ...(data.sent === undefined ? [] : [paragraph(sendingInWords(data.sent))]),
        paragraph(
          `The link works for ${lifetime(statusLinkLifetime)}. Please do not pass it on. Once you have fetched the copy you can erase ours there at once.`,
        ),
        paragraph(
          "If you do not want it any more, you need not do anything: it is erased by itself, and you can ask again at any time.",
        ),
        ...howToComplain(regime, controller),
      ],
      why: "You get this letter because a privacy request was confirmed from this address.",
    },
    controller,
  );
}

const HOW_IT_IS_FETCHED =
  "The link leads to the page of your request. There you have a code sent to this address; with the code you get the copy as one file (ZIP).";

function whatIsMissing(missing: readonly string[]): readonly Block[] {
  if (missing.length === 0) return [];
  return [
    paragraph(
      "It is not complete. This could not be read, although we tried several times; a person of ours knows of it:",
    ),
    { kind: "list", items: missing },
    paragraph("Answer this letter, and you get it as soon as it can be read."),
  ];
}
