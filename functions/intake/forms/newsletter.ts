import type { Form } from "../../policy/form.ts";
import { emailField } from "./asked-fields.ts";

export const newsletter: Form = {
  slug: "newsletter",
  title: "Subscribe to the newsletter",
  introduction:
    "Get our newsletter by e-mail. It starts only after you confirm, and you can end it at any time.",
  purpose: "To send you our newsletter by e-mail.",
  lawfulBasis: "consent",
  retention: "newsletter",
  fields: [emailField("The newsletter goes there. We need nothing else.")],
  consents: [
    {
      name: "newsletter",
      wording: "Send me the newsletter by e-mail. I can take this back at any time.",
      required: true,
    },
  ],
  ageGate: true,
};
