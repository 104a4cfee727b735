import type { Form } from "../../policy/form.ts";
import { emailField } from "./asked-fields.ts";

export const survey: Form = {
  slug: "survey",
  title: "Take part in the survey",
  introduction:
    "Four questions about our services. You answer as much as you like, and we read it together with all others.",
  purpose: "To learn from all answers together how our services can become better.",
  lawfulBasis: "consent",
  retention: "survey",
  fields: [
    emailField("So that nobody answers in your name. It is removed when the survey's time is over."),
    {
      kind: "choice",
      name: "satisfaction",
      label: "How content are you with our services?",
      why: "We count how often each answer was given.",
      required: true,
      category: "commercial",
      autocomplete: "off",
      countedAfterwards: true,
      choices: [
        { value: "very-content", label: "Very content" },
        { value: "content", label: "Content" },
        { value: "neither", label: "Neither content nor discontent" },
        { value: "discontent", label: "Discontent" },
        { value: "very-discontent", label: "Very discontent" },
        { value: "not-used", label: "I have not used them" },
      ],
    },
    {
      kind: "choice",
      name: "frequency",
      label: "How often do you use them?",
      why: "Daily users need other things than newcomers.",
      required: false,
      category: "commercial",
      autocomplete: "off",
      countedAfterwards: true,
      choices: [
        { value: "daily", label: "Daily" },
        { value: "weekly", label: "Every week" },
        { value: "monthly", label: "Every month" },
        { value: "rarely", label: "More rarely" },
        { value: "never", label: "Never" },
      ],
    },
    {
      kind: "long-text",
      name: "improve",
      label: "What should we do better?",
      why: "Please do not name anybody, yourself included.",
      required: false,
      category: "free-text",
      autocomplete: "off",
      maxLength: 2000,
    },
    {
      kind: "long-text",
      name: "keep",
      label: "What should stay as it is?",
      why: "Please do not name anybody here either.",
      required: false,
      category: "free-text",
      autocomplete: "off",
      maxLength: 2000,
    },
  ],
  consents: [
    {
      name: "survey",
      wording: "You may use my answers for this survey. I can take this back at any time.",
      required: true,
    },
  ],
  ageGate: true,
};
