import type { Form } from "../../policy/form.ts";
import { emailField, nameField } from "./asked-fields.ts";
import { marketingConsent } from "./marketing-consent.ts";

export const event: Form = {
  slug: "event",
  title: "Register for an event",
  introduction:
    "Sign up for a conference, a trade show or another event of ours, or leave your address if you were there.",
  purpose:
    "To register you for the event, to tell you what you need to know about it and to follow up on what we talked about.",
  lawfulBasis: "contract",
  retention: "event",
  clockField: "day",
  fields: [
    {
      kind: "text",
      name: "event",
      label: "Event",
      why: "Its name, as it stands on the invitation.",
      required: true,
      category: "commercial",
      autocomplete: "off",
      maxLength: 160,
    },
    {
      kind: "date",
      name: "day",
      label: "Day of the event",
      why: "Its first day. From it we count the time after which we forget your name and address.",
      required: true,
      category: "commercial",
      autocomplete: "off",
      atMostBefore: "P3M",
      atMostAfter: "P2Y",
    },
    nameField("For the list at the door."),
    emailField("What you need to know about the event goes there."),
    {
      kind: "text",
      name: "company",
      label: "Company",
      why: "For your badge; leave it empty if you come for yourself.",
      required: false,
      category: "professional",
      autocomplete: "organization",
      maxLength: 160,
    },
    {
      kind: "long-text",
      name: "interest",
      label: "What would you like to talk about?",
      why: "So that the right person is there. Please leave out health data, for instance about food or access; ask us for that by e-mail.",
      required: false,
      category: "free-text",
      autocomplete: "off",
      maxLength: 1000,
    },
  ],
  consents: [marketingConsent],
  ageGate: true,
};
