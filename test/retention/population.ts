import fc from "fast-check";
import { Temporal } from "temporal-polyfill";

/** The first night, and how many there are. */
export const FIRST = Temporal.PlainDate.from("2027-01-01");
export const NIGHTS = 730;
export const dayAt = (n: number): string => FIRST.add({ days: n }).toString();

const FORMS = [
  ...["contact", "account", "newsletter", "webcast", "event", "survey", "comment", "partnership"],
  ...["job-application", "job-application-with-consent", "referral", "withdrawn", "account-closed"],
] as const;
const nightOf = fc.integer({ min: 1, max: NIGHTS - 1 });

/** Something that somebody left with us; `night` is the one in which its clock runs out, if nothing keeps it. */
const thing = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("submission" as const),
      form: fc.constantFrom(...FORMS),
      night: nightOf,
      consents: fc.subarray(["marketing", "partners"]),
      files: fc.subarray(["cv"]),
    }),
  },
  fc.record({
    kind: fc.constantFrom("unverified form" as const, "unverified request" as const),
    night: nightOf,
  }),
  fc.record({
    kind: fc.constant("concluded request" as const),
    night: nightOf,
    clock: fc.constantFrom(
      "export-bundle" as const,
      "request-identity" as const,
      "request-accountability" as const,
    ),
  }),
  fc.record({ kind: fc.constant("history" as const), night: nightOf }),
  fc.record({
    kind: fc.constant("ended consent" as const),
    form: fc.constantFrom("newsletter", "event", "comment"),
    night: nightOf,
  }),
  fc.record({
    kind: fc.constant("open request" as const),
    right: fc.constantFrom("access", "erase", "restrict", "object"),
    received: fc.integer({ min: -20, max: 0 }),
    /** So many days after the first; absent: never. */
    concluded: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 8 }),
  }),
);
export type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never;

const holdOn = fc.record({
  scope: fc.constantFrom(
    "everything",
    "submissions",
    "consents",
    "rights-requests",
    "attachments",
    "export-bundles",
    "first record",
    "first form",
  ),
  until: fc.integer({ min: 120, max: NIGHTS - 30 }),
  /** So many days after that, or before; absent: never, and then it is to be looked at near the end. */
  released: fc.option(fc.integer({ min: -100, max: 10 }), { nil: undefined, freq: 4 }),
});
const person = fc.record({
  things: fc.array(thing, { minLength: 1, maxLength: 4 }),
  hold: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: holdOn }),
});
export type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

export const population = fc.array(person, { minLength: 25, maxLength: 30 });
