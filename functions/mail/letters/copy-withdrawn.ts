import type { Controller } from "../../policy/controller.ts";
import { inFours, type Reference } from "../../policy/reference.ts";
import type { Regime } from "../../policy/residence.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { howToComplain } from "../how-to-complain.ts";
import { type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

export interface CopyWithdrawn {
  readonly controller: Controller;
  /** Without a slash at the end. */
  readonly siteUrl: string;
  readonly right: Right;
  readonly reference: Reference;
  readonly regime: Regime;
}

/** Says that a copy that lay ready cannot be fetched any more, and how to get another. */
export function copyWithdrawn({ controller, siteUrl, right, reference, regime }: CopyWithdrawn): Letter {
  return writeLetter(
    {
      subject: "Your copy was taken back",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          "the copy that we made for you can no longer be fetched: there is something in it that a person of ours has to look at first, for it may be about somebody else (GDPR 15(4)). What we hold about you stays as it is.",
        ),
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
          ],
        },
        paragraph(
          "If you still want a copy, please ask for it once more: then you get a new one, as soon as somebody has looked at it. If you have fetched it already, or do not want one, you need not do anything.",
        ),
        { kind: "button", label: "Ask once more", href: `${siteUrl}/rights/${right}` },
        ...howToComplain(regime, controller),
      ],
      why: "You get this letter because a privacy request was confirmed from this address.",
    },
    controller,
  );
}
