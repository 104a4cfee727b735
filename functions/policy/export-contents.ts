import type { Regime } from "./residence.ts";
import { Right } from "./rights.ts";

/** The rights that end with a copy or an answer to fetch. */
export const ExportRight = Right.extract(["access", "portability", "know", "know-categories", "confirm"]);
export type ExportRight = (typeof ExportRight.options)[number];

/** What goes into the bundle of a right. Every bundle has its information (`about.html`) and names what is missing. */
interface ExportContents {
  /** "provided" is what the person gave us themselves, without what we noted beside it. */
  readonly records: "all" | "provided" | "none";
  /** The files of the records that are in it. */
  readonly files: boolean;
  /** How many things of each category we hold. */
  readonly counts: boolean;
  /** Which categories of the California table were collected in the preceding 12 months: for whom. */
  readonly california: "everybody" | "californians" | "nobody";
  /** The person's own requests, with their days. */
  readonly history: boolean;
  readonly citation: string;
}

/**
 * Portability is narrower than access: what was provided, nothing that we made of it (EDPB WP 242 rev.01, III).
 * A category is not a piece of information, hence neither records nor counts with know-categories.
 */
const exportContents: Readonly<Record<ExportRight, ExportContents>> = {
  access: {
    records: "all",
    files: true,
    counts: true,
    california: "californians",
    history: true,
    citation: "GDPR 15(1), 15(3)",
  },
  portability: {
    records: "provided",
    files: true,
    counts: true,
    california: "nobody",
    history: false,
    citation: "GDPR 20(1); Cal. Civ. Code 1798.130(a)(3)(B)(iii)",
  },
  know: {
    records: "all",
    files: true,
    counts: true,
    california: "everybody",
    history: true,
    citation: "Cal. Civ. Code 1798.110(a)(5), 1798.130(a)(2)(B); 11 CCR 7024(h)",
  },
  "know-categories": {
    records: "none",
    files: false,
    counts: false,
    california: "everybody",
    history: false,
    citation: "Cal. Civ. Code 1798.110(a)(1)-(4), 1798.115(a); 11 CCR 7024(j), 7024(k)",
  },
  confirm: {
    records: "none",
    files: false,
    counts: true,
    california: "nobody",
    history: false,
    citation: "GDPR 15(1)",
  },
};

export function contentsOf(right: ExportRight): ExportContents {
  return exportContents[right];
}

/** Whether the bundle answers with the California table. */
export function answersForCalifornia(right: ExportRight, regime: Regime): boolean {
  const { california } = exportContents[right];
  return california === "everybody" || (california === "californians" && regime === "california");
}
