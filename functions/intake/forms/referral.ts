import type { Form } from "../../policy/form.ts";
import { emailField } from "./asked-fields.ts";

/** The subject is the friend, who did not come here: asked first, told where the address is from (GDPR 14(2)(f)). */
export const referral: Form = {
  slug: "referral",
  title: "Tell a friend about us",
  introduction:
    "Give us a friend's address and we ask your friend, once, whether to hear about us. Without a yes we forget the address within days.",
  purpose: "To ask your friend once whether we may write about our services.",
  lawfulBasis: "legitimate-interest",
  retention: "referral",
  fields: [
    {
      ...emailField(
        "One e-mail goes there. It says that somebody gave us the address and asks for a yes. Please be sure that your friend does not mind.",
        "Your friend's e-mail address",
      ),
      autocomplete: "off",
    },
    {
      kind: "text",
      name: "referrerName",
      label: "Your first name",
      why: "Your friend has a right to know where we have the address from. It is not in our e-mail; we name you only if your friend asks.",
      required: false,
      category: "identifiers",
      autocomplete: "given-name",
      maxLength: 60,
    },
  ],
  consents: [],
  byConfirming: {
    consent: {
      name: "hearFromYou",
      wording:
        "Yes, you may write to me. (The button of our e-mail; somebody who knows me gave you my address.)",
      required: true,
    },
    retention: "newsletter",
  },
  letter: "confirm-referral",
  ageGate: false,
};
