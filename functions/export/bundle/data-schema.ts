import * as z from "zod";
import { type CaliforniaCategory, californiaCategories } from "../../policy/california-categories.ts";
import { ExportRight } from "../../policy/export-contents.ts";
import { RequestStatus } from "../../policy/request-lifecycle.ts";
import { Regime } from "../../policy/residence.ts";
import { RetentionCategory } from "../../policy/retention-schedule.ts";
import { Right } from "../../policy/rights.ts";

/**
 * Of the form of `data.json`. Any change of the schema is a new version with a new `$id`, for it is strict: a new right or
 * status breaks a reader, too.
 */
export const DATA_VERSION = "1";

/** SHA-256 of the schema of each version there has been, hexadecimal: none changes once copies with it are out. */
export const dataSchemaDigests: Readonly<Record<string, string>> = {
  "1": "6743f55475ae348983a153a2a24664b15e21500b4d4b94c101cdca7d39cee098",
};

const DATA_SCHEMA_ID = "urn:uuid:5d0f3a52-6c0e-4c39-9d6b-0f4e6f1a7c01";

const text = z.string();
const say = <Schema extends z.ZodType>(schema: Schema, description: string) => schema.meta({ description });
const instant = say(text, "ISO 8601, UTC");
const day = say(text, "ISO 8601 date");

const Information = say(
  z.strictObject({
    purposes: z.array(
      z.strictObject({
        ...{ form: text, title: text, purpose: text, lawfulBasis: text, source: text, retention: text },
        data: z.array(z.strictObject({ name: text, label: text })),
      }),
    ),
    recipients: z.array(
      z.strictObject({
        ...{ title: text, gets: text, why: text, transfer: text, named: z.array(text) },
        when: z.enum(["always", "in-the-case"]),
      }),
    ),
    transfers: text,
    retention: z.array(
      z.strictObject({
        category: RetentionCategory,
        ...{ purpose: text, lawfulBasis: text, period: text, clockStart: text, action: text },
        ...{ citation: text, words: text },
      }),
    ),
    rights: z.array(z.strictObject({ title: text, introduction: text, articles: z.array(text), link: text })),
    complaint: z.strictObject({
      words: text,
      authority: z.strictObject({ name: text, link: text }).optional(),
    }),
    source: text,
    automatedDecisions: text,
    keptBack: z.array(z.strictObject({ title: text, words: text })),
    neverCollected: text,
  }),
  "What GDPR 15(1)(a)-(h) and 15(2) ask to be told",
);
export type Information = z.infer<typeof Information>;

const CaliforniaAnswer = z.strictObject({
  category: z.enum(Object.keys(californiaCategories) as CaliforniaCategory[]),
  ...{ title: text, citation: text },
  collected: say(z.boolean(), "from anybody, in the 12 months before the request"),
  disclosed: say(z.boolean(), "for a business purpose, in the same time"),
  aboutYou: say(
    z.enum(["collected", "by-device", "not-found"]),
    "by-device: the website may have it, but not under an address, so nobody can look it up",
  ),
  ...{ sources: z.array(text), purposes: z.array(text), disclosedTo: z.array(text) },
  sharedForAdvertising: z.boolean(),
  sold: say(z.literal(false), "never: the notice says so"),
});
export type CaliforniaAnswer = z.infer<typeof CaliforniaAnswer>;

const RequestMade = z.strictObject({
  ...{ reference: text, right: Right, status: RequestStatus },
  ...{ receivedAt: instant, dueBy: day, concludedAt: instant.optional() },
});

const Category = z.strictObject({
  ...{ category: text, title: text },
  count: z.int().positive(),
  fields: z.array(z.strictObject({ name: text, label: text })),
});

const DataRecord = z.strictObject({
  category: say(text, "the form it was sent with, or what else it is"),
  reference: text.optional(),
  receivedAt: instant.optional(),
  provided: say(z.boolean(), "whether the person gave it to us themselves (GDPR 20(1))"),
  fields: say(z.record(text, text), "what was written, by field; names with a colon are what we noted"),
  file: say(
    z.strictObject({ path: text, mediaType: text, bytes: z.int().nonnegative() }),
    "a file of this copy",
  ).optional(),
});
export type DataRecord = z.infer<typeof DataRecord>;

/** `data.json`, but for the records, which are many and come last. */
export const DataHead = z.strictObject({
  $schema: text,
  version: z.literal(DATA_VERSION),
  madeAt: say(instant, "as of when it speaks"),
  request: z.strictObject({
    ...{ reference: text, right: ExportRight, regime: Regime, receivedAt: instant },
    since: say(day, "nothing from before was asked for").optional(),
  }),
  controller: z.strictObject({
    ...{ name: text, address: text, email: text, noticeVersion: day, noticeUrl: text.optional() },
  }),
  complete: z.boolean(),
  missing: say(z.array(text), "what could not be read"),
  held: say(z.boolean(), "whether we hold data about the person, beside what came with this request"),
  categories: z.array(Category).optional(),
  california: z.array(CaliforniaAnswer).optional(),
  history: say(z.array(RequestMade), "the person's own requests").optional(),
  about: Information,
});
export type DataHead = z.infer<typeof DataHead>;

/** The JSON Schema (2020-12) that lies beside `data.json`. */
export function dataSchema(): Record<string, unknown> {
  const whole = DataHead.extend({ records: z.array(DataRecord) });
  return {
    ...z.toJSONSchema(whole, { target: "draft-2020-12" }),
    $id: DATA_SCHEMA_ID,
    title: "A copy of the data that an organisation holds about one person",
  };
}
