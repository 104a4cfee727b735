import { Duration } from "aws-cdk-lib";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { RetentionPeriods } from "../functions/policy/retention-schedule.ts";

/** The categories of the retention schedule that have a period to set; the compiler sees that none is missing. */
const settable: Readonly<Record<keyof Required<RetentionPeriods>, true>> = {
  unverified: true,
  contact: true,
  "account-closed": true,
  "consent-proof": true,
  webcast: true,
  event: true,
  survey: true,
  comment: true,
  partnership: true,
  "job-application": true,
  referral: true,
  "file-without-form": true,
  "export-bundle": true,
  "request-identity": true,
  "request-accountability": true,
  audit: true,
};

const period = z
  .string()
  .regex(/^P[1-9]\d{0,3}[DM]$/, "must be a duration of days or months, such as P30D or P24M")
  .transform((text) => text as `P${number}D` | `P${number}M`);

/** Category to period: an object in `cdk.json`, the same as JSON text on the command line. */
export const retentionPeriods = z
  .union(
    [z.record(z.string(), z.unknown()), z.string().transform(asJson)],
    'must be periods by category, as JSON: {"contact": "P12M"}',
  )
  .pipe(z.partialRecord(z.enum(Object.keys(settable) as (keyof typeof settable)[]), period))
  .superRefine((periods, context) => {
    const {
      audit = "P36M",
      "request-accountability": request = "P24M",
      "request-identity": identity = "P30D",
      "export-bundle": copy = "P7D",
    } = periods;
    const refuse = (category: string, message: string) =>
      context.addIssue({ code: "custom", path: [category], message });
    if (mayBeShorter(audit, request))
      // Its end stands in the request; and the request's own end is an event in it.
      refuse(
        "audit",
        `must not be shorter than request-accountability (${request}): a history goes behind its request`,
      );
    if (mayBeShorter(identity, copy))
      // The code without which nobody gets it goes to the address in the identity half.
      refuse(
        "export-bundle",
        `must not be longer than request-identity (${identity}): without that nobody can fetch a copy any more`,
      );
  });

/** In some month of some year: months are not all of one length. */
function mayBeShorter(one: string, other: string): boolean {
  const months = Array.from({ length: 48 }, (_, i) =>
    Temporal.PlainDate.from("2024-01-01").add({ months: i }),
  );
  return months.some(
    (relativeTo) =>
      Temporal.Duration.compare(Temporal.Duration.from(one), Temporal.Duration.from(other), { relativeTo }) <
      0,
  );
}

/** When a copy ends by itself, whoever has forgotten it: its period and a day. */
export const lastDayOfCopies = (retention: Partial<RetentionPeriods>): Duration =>
  Duration.days(daysAtMost(retention["export-bundle"] ?? "P7D") + 1);

/** A month has 31 days at most. */
const daysAtMost = (period: `P${number}D` | `P${number}M`): number =>
  Number(period.slice(1, -1)) * (period.endsWith("D") ? 1 : 31);

function asJson(text: string, context: z.core.$RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("is not JSON");
    return z.NEVER;
  }
}
