import type { Form } from "../../policy/form.ts";
import { emailField, nameField } from "./asked-fields.ts";

export const partnership: Form = {
  slug: "partnership",
  title: "Propose a partnership",
  introduction:
    "Tell us what your company and ours could do together. The people who look after partnerships read it.",
  purpose: "To weigh your proposal and to talk with you about it.",
  lawfulBasis: "legitimate-interest",
  retention: "partnership",
  fields: [
    nameField("So that we know whom we talk with."),
    emailField("Our answer goes there.", "Your e-mail address at work"),
    {
      kind: "text",
      name: "company",
      label: "Company",
      why: "The company you speak for.",
      required: true,
      category: "professional",
      autocomplete: "organization",
      maxLength: 160,
    },
    {
      kind: "text",
      name: "role",
      label: "Your role there",
      why: "So that the right person on our side answers.",
      required: false,
      category: "professional",
      autocomplete: "organization-title",
      maxLength: 120,
    },
    {
      kind: "long-text",
      name: "proposal",
      label: "Your proposal",
      why: "A few paragraphs will do. Please name no other people, and leave out secrets.",
      required: true,
      category: "free-text",
      autocomplete: "off",
      maxLength: 6000,
    },
  ],
  consents: [],
  ageGate: false,
};
