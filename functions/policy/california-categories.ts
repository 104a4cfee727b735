import { Temporal } from "temporal-polyfill";
import type { PersonalDataCategory } from "./form.ts";

/** One row of the table for residents of California (Cal. Civ. Code 1798.130(a)(5)(C), 1798.140(v)(1)). */
interface CaliforniaRow {
  readonly title: string;
  readonly citation: string;
  /** What the controller's notice of 2021-12-10 says of everybody, for its preceding 12 months. */
  readonly inNotice: { readonly collected: boolean; readonly disclosed: boolean };
  /** True where the notice says that the website collects it by device: nobody can say then whose it is. */
  readonly byDevice: boolean;
  /** True where advertising partners may read it on the website (1798.140(ah)); nothing is sold (1798.140(ad)). */
  readonly sharedForAdvertising: boolean;
}

const no = { inNotice: { collected: false, disclosed: false }, byDevice: false, sharedForAdvertising: false };
const yes = { ...no, inNotice: { collected: true, disclosed: true } };

/** In the order of the notice. */
export const californiaCategories = {
  identifiers: {
    ...yes,
    title: "Identifiers",
    citation: "1798.140(v)(1)(A)",
    byDevice: true,
    sharedForAdvertising: true,
  },
  "customer-records": {
    ...yes,
    title: "Personal information categories listed in Cal. Civ. Code 1798.80(e)",
    citation: "1798.140(v)(1)(B)",
  },
  "protected-characteristics": {
    ...no,
    title: "Characteristics of protected classifications under California or federal law",
    citation: "1798.140(v)(1)(C)",
  },
  commercial: { ...yes, title: "Commercial information", citation: "1798.140(v)(1)(D)" },
  biometric: { ...no, title: "Biometric information", citation: "1798.140(v)(1)(E)" },
  "internet-activity": {
    ...yes,
    title: "Internet activity or electronic network activity information",
    citation: "1798.140(v)(1)(F)",
    byDevice: true,
    sharedForAdvertising: true,
  },
  geolocation: {
    ...yes,
    title: "Geolocation data",
    citation: "1798.140(v)(1)(G)",
    byDevice: true,
    sharedForAdvertising: true,
  },
  sensory: {
    ...no,
    title: "Audio, electronic, visual, thermal, olfactory, or similar information",
    citation: "1798.140(v)(1)(H)",
  },
  professional: {
    ...no,
    title: "Professional or employment-related information",
    citation: "1798.140(v)(1)(I)",
  },
  education: {
    ...no,
    title:
      "Non-public education information (Family Educational Rights and Privacy Act, 20 U.S.C. 1232g, 34 C.F.R. 99)",
    citation: "1798.140(v)(1)(J)",
  },
  inferences: {
    ...no,
    title: "Inferences drawn from other personal information to create a profile",
    citation: "1798.140(v)(1)(K)",
  },
} as const satisfies Readonly<Record<string, CaliforniaRow>>;

export type CaliforniaCategory = keyof typeof californiaCategories;

/**
 * The rows under which a form's field falls. A name or an address is in both of the first two; free text can be
 * anything "that relates to or describes" its writer, which is 1798.80(e).
 */
export const californiaCategoriesOf: Readonly<Record<PersonalDataCategory, readonly CaliforniaCategory[]>> = {
  identifiers: ["identifiers", "customer-records"],
  "customer-records": ["customer-records"],
  commercial: ["commercial"],
  professional: ["professional", "customer-records"],
  education: ["education", "customer-records"],
  "free-text": ["customer-records"],
};

/** The first moment of the 12 months before a request came in (1798.130(a)(2)(B)): ISO 8601, UTC. */
export function precedingTwelveMonths(receivedAt: string): string {
  const received = Temporal.Instant.from(receivedAt).toZonedDateTimeISO("UTC");
  return received.subtract({ months: 12 }).toInstant().toString();
}
