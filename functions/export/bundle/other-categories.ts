import type { CaliforniaCategory } from "../../policy/california-categories.ts";

/** A category that is no form: what a holder of the data map keeps beside them. */
interface OtherCategory {
  readonly title: string;
  readonly purpose: string;
  readonly source: string;
  /** The rows of the California table that it falls under. */
  readonly california: readonly CaliforniaCategory[];
  /** Its fields that no form asks for, by name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** True for what comes into being because somebody asks: alone it does not mean that we held something before. */
  readonly byAsking: boolean;
}

const yourself = "You, with our forms.";
const ourWork = "Our own work on what you sent.";

/** By the name of the holder. Without a prototype: what is looked up comes out of a record. */
export const otherCategories: Readonly<Record<string, OtherCategory | undefined>> = Object.assign(
  Object.create(null),
  {
    submissions: {
      title: "What you sent with our forms",
      purpose: "To do what the form is for.",
      source: yourself,
      california: ["identifiers", "customer-records"],
      byAsking: false,
    },
    attachments: {
      title: "Files you sent with our forms",
      purpose: "To read what you sent with a form.",
      source: yourself,
      california: ["professional", "customer-records"],
      byAsking: false,
    },
    consents: {
      title: "Your consents and subscriptions",
      purpose: "To do what you agreed to, and to be able to show that you did.",
      source: yourself,
      california: ["customer-records"],
      labels: { consent: "Consent", wording: "Words of the consent", ended: "Ended on" },
      byAsking: false,
    },
    "rights-requests": {
      title: "Your requests about your data",
      purpose: "To answer them, and to be able to show that we did.",
      source: yourself,
      california: ["identifiers", "customer-records"],
      labels: {
        email: "Your e-mail address",
        childEmail: "The child's e-mail address",
        residence: "Where you live",
        details: "What you wrote",
        since: "Only from this day on",
        sendTo: "Send it to this address too",
        consent: "The consent you withdraw",
      },
      byAsking: true,
    },
    "outbox-entries": {
      title: "Letters to you that were waiting to be sent",
      purpose: "To send them.",
      source: ourWork,
      california: ["customer-records"],
      byAsking: true,
    },
    fleeting: {
      title: "Links, codes and counts of our letters to you",
      purpose: "To prove that an address is yours, and to send you no more letters than needed.",
      source: ourWork,
      california: ["identifiers"],
      byAsking: true,
    },
    "export-bundles": {
      title: "Copies of your data that we made for you",
      purpose: "To hand them over to you.",
      source: ourWork,
      california: ["customer-records"],
      byAsking: true,
    },
  } satisfies Readonly<Record<string, OtherCategory>>,
);
