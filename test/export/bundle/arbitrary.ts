import naughtyStrings from "big-list-of-naughty-strings/blns.json" with { type: "json" };
import fc from "fast-check";
import type { Disclosed } from "../../../functions/data-map/holder.ts";
import { forms } from "../../../functions/intake/forms.ts";
import { recordFields } from "../../../functions/policy/record-fields.ts";
import type { Holding } from "./given.ts";

export const naughty: readonly string[] = naughtyStrings.map((text) => text.toWellFormed());

const formulaStarts = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'"];

/** What intake lets through is well-formed; beyond that anything can be written. */
export const written: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(...naughty),
  fc
    .tuple(fc.constantFrom(...formulaStarts), fc.string({ unit: "grapheme", maxLength: 8 }))
    .map(([start, rest]) => start + rest),
  fc.constantFrom("a,b", 'a"b', "a\r\nb", '","=1+1', "</dd><script>", '<div class="records"></div>', "&amp;"),
);

const categories = [
  ...forms.map(({ slug }) => slug),
  "attachments",
  "consents",
  "rights-requests",
  "fleeting",
];
const names = [
  ...new Set(forms.flatMap(({ fields }) => fields.map(({ name }) => name))),
  ...Object.keys(recordFields).filter((name) => name !== "record:file" && name !== "record:unreadable"),
];
const instant = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2026-11-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const someReference = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/);

const disclosed: fc.Arbitrary<Disclosed> = fc.record(
  {
    category: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...categories) },
      { weight: 1, arbitrary: written.filter((text) => text !== "" && !(text in {})) },
    ),
    reference: someReference,
    receivedAt: instant,
    provided: fc.boolean(),
    fields: fc.dictionary(fc.constantFrom(...names), written, { noNullPrototype: true }),
    file: fc.record({
      key: fc.string(),
      mediaType: fc.constantFrom("application/pdf", "text/html"),
      bytes: fc.nat(),
    }),
  },
  { requiredKeys: ["category", "provided", "fields"] },
);

/** Whatever a data map may have of a person. */
export const holdings: fc.Arbitrary<readonly Holding[]> = fc.array(
  fc.record({
    holder: fc.constantFrom("submissions", "attachments", "consents"),
    pages: fc.array(fc.array(disclosed, { maxLength: 6 }), { maxLength: 4 }),
  }),
  { maxLength: 3 },
);
