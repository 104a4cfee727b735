import type { Form } from "../../policy/form.ts";
import { emailField, nameField } from "./asked-fields.ts";

export const contact: Form = {
  slug: "contact",
  title: "Contact us",
  introduction:
    "Ask a question, tell us about a problem or send a remark. A person reads it and answers by e-mail.",
  purpose: "To read your message and answer it.",
  lawfulBasis: "legitimate-interest",
  retention: "contact",
  fields: [
    nameField("So that we know how to address you."),
    emailField("Our answer goes there."),
    {
      kind: "tel",
      name: "phone",
      label: "Telephone number",
      why: "Only if you would rather be called back. Begin with + and the country code.",
      required: false,
      category: "identifiers",
      autocomplete: "tel",
      maxLength: 32,
    },
    {
      kind: "long-text",
      name: "message",
      label: "Your message",
      why: "Please leave out passwords, health data and anything else we do not need in order to answer.",
      required: true,
      category: "free-text",
      autocomplete: "off",
      maxLength: 4000,
    },
  ],
  consents: [],
  ageGate: false,
};
