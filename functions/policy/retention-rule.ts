import * as z from "zod";

/** How long: an ISO 8601 duration of days or of months, at least one day. Mixed ones would read badly and count oddly. */
export const Period = z
  .string()
  .regex(/^P[1-9]\d{0,3}[DM]$/, "must be a duration of days or months, such as P30D or P24M")
  .transform((text) => text as `P${number}D` | `P${number}M`);
export type Period = z.output<typeof Period>;

/** A period as people read it: "7 days", "1 month". */
export function periodInWords(period: Period): string {
  const count = Number(period.slice(1, -1));
  const unit = period.endsWith("D") ? "day" : "month";
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** What is left when the period is over: nothing, a record that leads back to nobody, or unreadable bytes. */
type RetentionAction = "erase" | "de-identify" | "shred";

/** One row of the retention schedule. */
export interface RetentionRule {
  /** What is kept, as people call it: "Newsletter". */
  readonly title: string;
  /** Why it is kept at all. */
  readonly purpose: string;
  /** The basis of GDPR 6(1) in words. */
  readonly lawfulBasis: string;
  /** How long, or what ends the row. */
  readonly period: Period | "until withdrawn" | "until closed";
  /** The moment from which the period counts. */
  readonly clockStart: string;
  readonly action: RetentionAction;
  readonly citation: string;
  /** Of an open-ended row: the row whose period begins where it ends. */
  readonly followedBy?: string;
  /** How a person reads the row: a complete sentence, in which `{period}` stands for the period, or for that of the row that follows. */
  readonly words: string;
}
