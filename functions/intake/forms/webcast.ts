import type { Form } from "../../policy/form.ts";
import { emailField, nameField } from "./asked-fields.ts";
import { marketingConsent } from "./marketing-consent.ts";

export const webcast: Form = {
  slug: "webcast",
  title: "Register for a webcast",
  introduction: "Sign up for one of our webcasts. The way to join it reaches you by e-mail.",
  purpose: "To register you for the webcast, send you the way to join it and tell you if it changes.",
  lawfulBasis: "contract",
  retention: "webcast",
  clockField: "day",
  fields: [
    {
      kind: "text",
      name: "webcast",
      label: "Webcast",
      why: "Its title, as it was announced.",
      required: true,
      category: "commercial",
      autocomplete: "off",
      maxLength: 160,
    },
    {
      kind: "date",
      name: "day",
      label: "Day of the webcast",
      why: "From this day we count the time after which we forget your name and address.",
      required: true,
      category: "commercial",
      autocomplete: "off",
      atMostBefore: "P1M",
      atMostAfter: "P1Y",
    },
    nameField("So that the speakers know who takes part."),
    emailField("The way to join goes there."),
    {
      kind: "text",
      name: "company",
      label: "Company",
      why: "So that the speakers can choose examples that fit; leave it empty if you come for yourself.",
      required: false,
      category: "professional",
      autocomplete: "organization",
      maxLength: 160,
    },
  ],
  consents: [marketingConsent],
  ageGate: true,
};
