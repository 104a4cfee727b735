import type { Controller } from "../../policy/controller.ts";
import { mayHearOutcomes, type Outcomes } from "../../policy/outcomes.ts";
import {
  ABOUT_WHAT_IS_KEPT,
  keepsSomething,
  outcomesInWords,
  resultInWords,
} from "../../policy/outcomes-in-words.ts";
import { inFours, type Reference } from "../../policy/reference.ts";
import type { Regime } from "../../policy/residence.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { howToComplain } from "../how-to-complain.ts";
import { type Block, type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

export interface ErasureDone {
  readonly controller: Controller;
  readonly right: Right;
  readonly reference: Reference;
  readonly regime: Regime;
  readonly outcomes: Outcomes;
}

/**
 * The last letter of an erasure: what was deleted, what was kept and why. It carries no link to the status page: the
 * one that the person has works on, and nothing new is written for somebody who has just been erased.
 */
export function erasureDone(data: ErasureDone): Letter {
  const { controller, right, reference, regime, outcomes } = data;
  const told = mayHearOutcomes(right) ? toThePerson(outcomes, right) : toWhoReported;
  return writeLetter(
    {
      subject: "Your request is done",
      blocks: [
        paragraph("Hello,"),
        ...told,
        {
          kind: "facts",
          rows: [
            ["Request", rights[right].title],
            ["Reference", inFours(reference)],
          ],
        },
        ...(mayHearOutcomes(right) ? [paragraph(ABOUT_THE_RECEIPT)] : []),
        paragraph(
          "You need not do anything more. What stays is the record that such a request was made and answered: the reference, the dates and the counts, without your name and address. Backups run out within 7 days, and whatever would have to be restored from one is deleted again.",
        ),
        ...howToComplain(regime, controller),
      ],
      why: "You get this last letter because a privacy request was confirmed from this address.",
    },
    controller,
  );
}

function toThePerson(outcomes: Outcomes, right: Right): readonly Block[] {
  const kept = outcomes.some(keepsSomething);
  return [
    paragraph(`your request is done. ${resultInWords(outcomes, right)}`),
    {
      kind: "list",
      items: outcomesInWords(outcomes).map(({ title, lines }) => `${title}: ${lines.join("; ")}.`),
    },
    ...(kept ? [paragraph(ABOUT_WHAT_IS_KEPT)] : []),
    ...(right === "close-account"
      ? []
      : [
          paragraph(
            `${kept ? "Apart from what was kept, we" : "From now on we"} cannot say any more what there was. ${THE_ID_STAYS}`,
          ),
        ]),
  ];
}

const ABOUT_THE_RECEIPT =
  "The link in our letter “We have received your request” works on. There you find a signed statement of what was done, which anyone can check without us.";
const THE_ID_STAYS =
  "We know only that you were erased, by an id, made of the address with a secret key, from which it cannot be computed back. It stays without an end, so that nobody else can bring you back by naming your address to us.";

const toWhoReported: readonly Block[] = [
  paragraph(
    "thank you for your report. What we held about the child is dealt with: it is deleted, unless the law has us keep it.",
  ),
  paragraph("To protect the child we do not say what there was, or whether there was anything."),
];
