import type { Form } from "../../policy/form.ts";
import { emailField } from "./asked-fields.ts";

export const comment: Form = {
  slug: "comment",
  title: "Write a public comment",
  introduction:
    "Comment on one of our articles. Your comment and the name you choose are public; your address is not.",
  purpose: "To publish your comment with the name you choose under the article it belongs to.",
  lawfulBasis: "legitimate-interest",
  retention: "comment",
  fields: [
    {
      kind: "url",
      name: "article",
      label: "Address of the article",
      why: "The web address of the page that you comment on.",
      required: true,
      category: "free-text",
      autocomplete: "off",
      maxLength: 500,
    },
    {
      kind: "text",
      name: "displayName",
      label: "Name to show",
      why: "Everybody can read it beside your comment. It need not be your real name.",
      required: true,
      category: "identifiers",
      autocomplete: "nickname",
      maxLength: 60,
    },
    emailField("So that nobody comments in your name. It is never shown."),
    {
      kind: "long-text",
      name: "comment",
      label: "Your comment",
      why: "Everybody can read it. Please write nothing private about yourself or others.",
      required: true,
      category: "free-text",
      autocomplete: "off",
      maxLength: 4000,
    },
  ],
  consents: [],
  ageGate: true,
};
