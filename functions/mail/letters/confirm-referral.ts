import { keptFor } from "../../policy/retention-schedule.ts";
import { type Confirmation, waysToConfirm } from "../confirmation.ts";
import { type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

/**
 * Asks somebody whose address a friend gave us, once (GDPR 14: the source of the data is named). The friend's name is
 * not in it: it is text that a user typed.
 */
export function confirmReferral(data: Confirmation): Letter {
  const { name, email } = data.controller;
  return writeLetter(
    {
      subject: "Somebody recommended us to you. May we write?",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          `somebody who knows you gave us this e-mail address, so that we ask whether you would like to hear about what ${name} offers. We have not put you on any list, and we know nothing else about you.`,
        ),
        paragraph("If you would like that, please say yes:"),
        ...waysToConfirm("Yes, you may write to me", data, true),
        paragraph(
          `If you would rather not, you need not do anything: we do not remind you, and after ${keptFor(data.controller, "referral")} we forget your address.`,
        ),
        paragraph(
          `If you want to know who gave us the address, or want it erased now, write to ${email} and name the reference.`,
        ),
      ],
      why: "You get this one letter because somebody typed your address into our form for recommendations.",
    },
    data.controller,
  );
}
