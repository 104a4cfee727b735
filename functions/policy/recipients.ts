import type { CaliforniaCategory } from "./california-categories.ts";

/** Who gets personal data from the controller: the facts of its notice of 2021-12-10 (GDPR 15(1)(c), 13(1)(e)-(f)). */
export interface Recipient {
  /** "Providers of hosting and information technology" */
  readonly title: string;
  /** Those that the notice names, or that the controller has entered: "Mailchimp". */
  readonly named: readonly string[];
  /** Works for the controller, decides for itself, or acts by law (GDPR 4(7)-(9)). */
  readonly role: "processor" | "controller" | "authority";
  /** What they get, of whom: a whole sentence. */
  readonly gets: string;
  /** What for: a whole sentence. */
  readonly why: string;
  /** Whether everybody's data come to them, or only in the case that `gets` and `why` describe. */
  readonly when: "always" | "in-the-case";
  /** Of what they get, the rows of the California table (11 CCR 7024(k)). */
  readonly categories: readonly CaliforniaCategory[] | "all";
  /** By what a transfer to another country is protected. */
  readonly transfer: Transfer;
}

type Transfer = "safeguards" | "with-the-request" | "by-law";

/** What holds for every transfer (GDPR 15(2), chapter V). The notice promises to tell which safeguards there are. */
export const transfersInGeneral =
  "What you send us is processed where we are and where those are who work for us; that may be anywhere in the world. Where a country has no adequate protection of its own (GDPR 45), a contract with appropriate safeguards protects the data there (GDPR 46). We send you a copy of it if you ask. Whatever the place, we stay bound by our privacy notice.";

/** Where the data may go, and what protects them there. */
export const transferInWords: Readonly<Record<Transfer, string>> = {
  safeguards: "Anywhere in the world, with safeguards as said above.",
  "with-the-request": "In the country where what you asked for is done, with safeguards as said above.",
  "by-law": "In another country only where the law allows it for the case at hand (GDPR 48, 49(1)(e)).",
};

/** What people send with forms. */
const sentWithForms: readonly CaliforniaCategory[] = [
  "identifiers",
  "customer-records",
  "commercial",
  "professional",
  "education",
];
const readByDevice: readonly CaliforniaCategory[] = ["identifiers", "internet-activity", "geolocation"];

/** In the order of the notice: those who always get something first. Adding one is an entry here. */
export const recipients: readonly Recipient[] = [
  {
    title: "Providers of hosting and information technology",
    named: [],
    role: "processor",
    gets: "Everything that is kept about you lies on their machines, encrypted.",
    why: "To run this site and the stores behind it.",
    when: "always",
    categories: "all",
    transfer: "safeguards",
  },
  {
    title: "Providers of e-mail",
    named: ["Mailchimp, for newsletters"],
    role: "processor",
    gets: "Your e-mail address and what stands in our letters to you.",
    why: "To deliver our letters and, if you agreed to it, our newsletters.",
    when: "always",
    categories: ["identifiers"],
    transfer: "safeguards",
  },
  {
    title: "Providers of customer service, marketing and payment",
    named: [],
    role: "processor",
    gets: "What their task needs of what you sent us with a form.",
    why: "To answer you, to tell you about our services where you agreed to it, and to settle payments.",
    when: "in-the-case",
    categories: sentWithForms,
    transfer: "safeguards",
  },
  {
    title: "Providers of analytics",
    named: ["Google Analytics"],
    role: "processor",
    gets: "How our website is used, by device. This service, its forms and its letters send them nothing.",
    why: "To learn how our website is used.",
    when: "in-the-case",
    categories: readByDevice,
    transfer: "safeguards",
  },
  {
    title: "Affiliates",
    named: [],
    role: "controller",
    gets: "What they need of what you sent us.",
    why: "To do together, as one group of companies, what you asked for.",
    when: "in-the-case",
    categories: sentWithForms,
    transfer: "safeguards",
  },
  {
    title: "Business partners",
    named: [],
    role: "controller",
    gets: "What they need of what you sent us, where you asked for something that they take part in.",
    why: "To provide what you asked for, or what we offer together with them.",
    when: "in-the-case",
    categories: sentWithForms,
    transfer: "with-the-request",
  },
  {
    title: "Advertising partners",
    named: [],
    role: "controller",
    gets: "What their cookies read on our website: IP address, cookie identifiers, pages visited, location, time of day. This service, its forms and its letters send them nothing.",
    why: "To show advertising that fits your interests, unless you have opted out.",
    when: "in-the-case",
    categories: readByDevice,
    transfer: "safeguards",
  },
  {
    title: "Authorities, courts and others in a dispute",
    named: [],
    role: "authority",
    gets: "What the law, or the defence of a right, requires in the case at hand.",
    why: "To obey the law, to protect people, rights and property, to enforce a contract and to look into crimes.",
    when: "in-the-case",
    categories: "all",
    transfer: "by-law",
  },
  {
    title: "A buyer or successor",
    named: [],
    role: "controller",
    gets: "What belongs to the part of our business that changes hands.",
    why: "To carry through a merger, a sale, a reorganisation or an insolvency, as far as law and contracts allow.",
    when: "in-the-case",
    categories: "all",
    transfer: "safeguards",
  },
];
