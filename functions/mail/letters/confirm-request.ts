import type { Temporal } from "temporal-polyfill";
import { beginsByItself, isDoneAtOnce } from "../../policy/request-in-words.ts";
import { keptFor } from "../../policy/retention-schedule.ts";
import { type Right, rights } from "../../policy/rights.ts";
import { type Proof, proofFor } from "../../policy/verification-matrix.ts";
import { type Confirmation, waysToConfirm } from "../confirmation.ts";
import { type Letter, paragraph } from "../letter.ts";
import { dateInWords } from "../plain-words.ts";
import { writeLetter } from "../write-letter.ts";

export interface ConfirmRequest extends Confirmation {
  readonly right: Right;
  readonly dueBy: Temporal.PlainDate;
}

const howToProve: Readonly<Record<Proof, string>> = {
  none: "One click is enough.",
  link: "One click is enough.",
  "link-and-same-person":
    "Please open the link in the browser in which you filled in the form; in any other one we also ask for the code below. This keeps others from using your rights.",
  "link-and-code":
    "After the click we also ask for the code below. This keeps others from changing your data.",
};

/** Asks the person to confirm a rights request, and says what will happen then. */
export function confirmRequest(data: ConfirmRequest): Letter {
  const { title, introduction } = rights[data.right];
  return writeLetter(
    {
      subject: "Please confirm your request",
      blocks: [
        paragraph("Hello,"),
        paragraph(`we have received a request with this e-mail address: “${title}”. ${introduction}`),
        paragraph(
          `Please confirm that it comes from you. ${whatFollows(data.right)}, and you get an answer by ${dateInWords(data.dueBy)}. ${howToProve[proofFor(data.right)]}`,
        ),
        ...waysToConfirm("Confirm my request", data),
        paragraph(
          `Was it not you? Then you need not do anything. Without a confirmation nothing is done, and the request is erased after ${keptFor(data.controller, "unverified")}.`,
        ),
      ],
      why: "You get this letter because this address was typed into our form for privacy requests.",
    },
    data.controller,
  );
}

function whatFollows(right: Right): string {
  if (isDoneAtOnce(right)) return "Then we begin at once";
  return beginsByItself(right)
    ? "Then it is done by itself, after a while in which you can still cancel it"
    : "Then a person of ours takes it up";
}
