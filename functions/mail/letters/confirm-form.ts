import type { Form } from "../../policy/form.ts";
import { keptFor } from "../../policy/retention-schedule.ts";
import { type Confirmation, waysToConfirm } from "../confirmation.ts";
import { type Letter, paragraph } from "../letter.ts";
import { writeLetter } from "../write-letter.ts";

export interface ConfirmForm extends Confirmation {
  readonly form: Pick<Form, "title">;
}

/** Asks who typed the address into a form to confirm it. */
export function confirmForm(data: ConfirmForm): Letter {
  return writeLetter(
    {
      subject: "Please confirm your e-mail address",
      blocks: [
        paragraph("Hello,"),
        paragraph(
          `thank you for filling in our form “${data.form.title}”. Please confirm that this e-mail address is yours. Until then nobody works with what you sent.`,
        ),
        ...waysToConfirm("Confirm my address", data),
        paragraph(
          `Was it not you? Then you need not do anything. Without a confirmation what was sent is erased after ${keptFor(data.controller, "unverified")}, and you get no further letter about it.`,
        ),
      ],
      why: "You get this letter because this address was typed into one of our forms.",
    },
    data.controller,
  );
}
