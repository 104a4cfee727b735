import type { Form } from "../../policy/form.ts";
import { emailField, nameField } from "./asked-fields.ts";
import { marketingConsent } from "./marketing-consent.ts";

export const account: Form = {
  slug: "account",
  title: "Register for an account",
  introduction:
    "Ask for an account with us. Once you have confirmed your address, we set it up and write to you.",
  purpose: "To set up your account and to write to you about it.",
  lawfulBasis: "contract",
  retention: "account",
  fields: [
    nameField("It is shown on your account and in our e-mails to you."),
    emailField("It identifies your account; everything about the account goes there."),
  ],
  consents: [marketingConsent],
  ageGate: true,
};
