import { type ConsentName, inTitles } from "../../policy/choices.ts";
import type { Controller } from "../../policy/controller.ts";
import { inFours, type Reference } from "../../policy/reference.ts";
import type { Regime } from "../../policy/residence.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { howToComplain } from "../how-to-complain.ts";
import { type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

export interface RequestDone {
  readonly controller: Controller;
  readonly right: Right;
  readonly reference: Reference;
  readonly regime: Regime;
  /** The consents that were chosen. */
  readonly withdraws?: readonly ConsentName[] | undefined;
}

/** What was done, by the right; of the others the sentence that says it is the whole of it. */
const done: Readonly<Partial<Record<Right, string>>> = {
  correct: "We have put right what you told us.",
  restrict: "We keep the data it is about, and do nothing else with them.",
  object: "We have stopped using your data for what you object to.",
  withdraw:
    "The consents that you have withdrawn have ended. What we had on the strength of them alone is erased within two days, unless something obliges us to keep it; then it is used for nothing else.",
  complaint: "We have looked into it, and have answered you or do so in a letter of its own.",
};

/** The last letter of a request that a person of the staff has seen to. */
export function requestDone({ controller, right, reference, regime, withdraws }: RequestDone): Letter {
  const consents = inTitles(withdraws);
  return writeLetter(
    {
      subject: "Your request is done",
      blocks: [
        paragraph("Hello,"),
        paragraph(["your request is done.", done[right]].filter((sentence) => sentence).join(" ")),
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ...(consents === undefined ? [] : [["Consent", consents] as const]),
            ["Reference", inFours(reference)],
          ],
        },
        paragraph("You need not do anything more."),
        ...howToComplain(regime, controller),
      ],
      why: "You get this letter because of a privacy request for this address.",
    },
    controller,
  );
}
