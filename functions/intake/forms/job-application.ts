import type { Form } from "../../policy/form.ts";
import { emailField, nameField } from "./asked-fields.ts";

const fourMebibytes = 4 * 1024 * 1024;

export const jobApplication: Form = {
  slug: "job-application",
  title: "Apply for a job",
  introduction:
    "Send us your application for one of our openings. Only the people who decide about the opening read it.",
  purpose: "To find out whether you and the position suit each other, and to answer you.",
  lawfulBasis: "steps-before-contract",
  retention: "job-application",
  fields: [
    {
      kind: "text",
      name: "position",
      label: "Position",
      why: "The title of the opening, as it was advertised.",
      required: true,
      category: "professional",
      autocomplete: "off",
      maxLength: 160,
    },
    nameField("So that we know who applies."),
    emailField("Our answer goes there."),
    {
      kind: "file",
      name: "cv",
      label: "CV",
      why: "A PDF, ODT or DOCX document. Please leave out your photograph, date of birth, health and family; we do not ask for them.",
      required: true,
      category: "professional",
      autocomplete: "off",
      maxBytes: fourMebibytes,
    },
    {
      kind: "file",
      name: "coverLetter",
      label: "Cover letter",
      why: "A PDF, ODT or DOCX document, if you want to add one.",
      required: false,
      category: "professional",
      autocomplete: "off",
      maxBytes: fourMebibytes,
    },
  ],
  consents: [
    {
      name: "keepLonger",
      wording:
        "Keep my application for 24 months, so that you can write to me about other openings. I can take this back at any time; it changes nothing about this application.",
      required: false,
      retention: "job-application-with-consent",
    },
  ],
  ageGate: false,
};
