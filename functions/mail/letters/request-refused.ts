import { choices } from "../../policy/choices.ts";
import type { Controller } from "../../policy/controller.ts";
import { inFours, type Reference } from "../../policy/reference.ts";
import { type RefusalGround, refusalGrounds } from "../../policy/refusal-grounds.ts";
import type { Regime } from "../../policy/residence.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { howToComplain } from "../how-to-complain.ts";
import { type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

export interface RequestRefused {
  readonly controller: Controller;
  readonly right: Right;
  readonly reference: Reference;
  readonly regime: Regime;
  readonly ground: RefusalGround;
}

/** What ends at once has ended, whatever is said to the rest. */
const whatHasEnded = (right: Right): string =>
  (choices[right]?.atOnce ?? "none") === "none"
    ? "Nothing was deleted or changed."
    : "One thing you have all the same: you get no more advertising and no newsletter from us, and what you gave us for that alone is erased. Nothing else was deleted or changed.";

/** Refuses a request: with the ground, the article, and what the person can do about it (GDPR 12(4)). */
export function requestRefused(data: RequestRefused): Letter {
  const { controller, right, reference, regime } = data;
  const { words, citation } = refusalGrounds[data.ground];
  return writeLetter(
    {
      subject: "Our answer to your request",
      blocks: [
        paragraph("Hello,"),
        paragraph(`we have looked at your request, and we cannot do what you asked. ${words}`),
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
            ["Rule", citation],
          ],
        },
        paragraph(
          `${whatHasEnded(right)} You need not do anything; and if the reason no longer holds one day, you can ask again.`,
        ),
        ...howToComplain(regime, controller),
      ],
      why: "You get this letter because a privacy request was confirmed from this address.",
    },
    controller,
  );
}
