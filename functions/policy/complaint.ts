import type { Regime } from "./residence.ts";

interface Complaint {
  /** Whom to complain to and by what right, in whole sentences. */
  readonly words: string;
  /** Where to do it, or to find out who it is; absent where there is no one place for everybody. */
  readonly authority?: { readonly name: string; readonly link: string };
}

/**
 * To whom a person can complain about an answer of ours (GDPR 12(4), 77, 79; Cal. Civ. Code 1798.199.45). Every answer
 * that ends a request says so.
 */
export const complaintUnder: Readonly<Record<Regime, Complaint>> = {
  eu: {
    words:
      "You can complain to the data protection authority of the country where you live or work, or where you think the law was broken (GDPR 77), and you can go to court (GDPR 79).",
    authority: {
      name: "The list of all authorities",
      link: "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
    },
  },
  uk: {
    words:
      "You can complain to the Information Commissioner’s Office (UK GDPR 77; Data Protection Act 2018 165), and you can go to court (UK GDPR 79).",
    authority: {
      name: "The Information Commissioner’s Office",
      link: "https://ico.org.uk/make-a-complaint/",
    },
  },
  california: {
    words: "You can complain to the California Privacy Protection Agency (Cal. Civ. Code 1798.199.45).",
    authority: {
      name: "The California Privacy Protection Agency",
      link: "https://cppa.ca.gov/webapplications/complaint",
    },
  },
  elsewhere: {
    words:
      "Please complain to us first. If the place where you live has an authority for data protection, you can complain to it as well.",
  },
};
