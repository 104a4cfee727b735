import { createHash } from "node:crypto";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DATA_VERSION, dataSchema, dataSchemaDigests } from "../../../functions/export/bundle/data-schema.ts";
import { contentsOf, ExportRight } from "../../../functions/policy/export-contents.ts";
import { holdings, naughty } from "./arbitrary.ts";
import { bundleOf, factsOf, gathered, said, somebodysHoldings, textIn, written } from "./given.ts";

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validate = ajv.compile(dataSchema());

function problemsOf(text: string): unknown {
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

describe.each(ExportRight.options)("data.json of %s", (right) => {
  test.each([
    { of: "somebody of whom there is everything", held: somebodysHoldings },
    { of: "somebody of whom there is nothing", held: [] },
  ])("keeps to the schema beside it for $of", ({ held }) => {
    const bundle = bundleOf(held, factsOf(right));

    expect(JSON.parse(textIn(bundle, "data.schema.json"))).toEqual(JSON.parse(JSON.stringify(dataSchema())));
    expect(problemsOf(textIn(bundle, "data.json"))).toEqual([]);
  });

  test("keeps to it whatever was written, and holds all of it in the order it was found", () => {
    fc.assert(
      fc.property(holdings, fc.boolean(), (held, californian) => {
        const facts = factsOf(right, { regime: californian ? "california" : "uk" });
        const text = textIn(bundleOf(held, facts, ["consents"]), "data.json");

        expect(problemsOf(text)).toEqual([]);
        const found = contentsOf(right).records === "none" ? [] : gathered(held, right).segments.flat();
        expect(JSON.parse(text).records.map(({ fields }: { fields: object }) => fields)).toEqual(
          found.map(({ fields: { "record:file": _, ...fields } }) => fields),
        );
      }),
      { numRuns: 50 },
    );
  });
});

test("what was typed comes back as it was", () => {
  const held = [{ holder: "submissions", pages: naughty.map((message) => [said("contact", { message })]) }];
  const { records } = JSON.parse(textIn(bundleOf(held, factsOf("access")), "data.json"));

  expect(records.map(({ fields }: { fields: { message: string } }) => fields.message)).toEqual(naughty);
});

test("a record names its file by its path in the copy", () => {
  const bundle = bundleOf(somebodysHoldings, factsOf("portability"));
  const { records } = JSON.parse(textIn(bundle, "data.json"));

  expect(records[0].file).toEqual({
    path: "attachments/7Q2M0V9KABCD1234-1.pdf",
    mediaType: "application/pdf",
    bytes: 12,
  });
  expect(bundle.has(records[0].file.path)).toBe(true);
});

test("portability says nothing that we noted, know-categories nothing of how many", () => {
  const portable = JSON.parse(textIn(bundleOf(somebodysHoldings, factsOf("portability")), "data.json"));
  const kinds = JSON.parse(textIn(bundleOf(somebodysHoldings, factsOf("know-categories")), "data.json"));

  expect(portable.records.some(({ fields }: { fields: object }) => "record:status" in fields)).toBe(false);
  expect(portable.records.every(({ provided }: { provided: boolean }) => provided)).toBe(true);
  expect(portable).not.toHaveProperty("history");
  expect(kinds).not.toHaveProperty("categories");
  expect(kinds.records).toEqual([]);
});

test("a segment that does not hold what was counted makes no broken copy, but an error", () => {
  const { collected, segments } = gathered(somebodysHoldings, "access");

  expect(() => written(collected, segments.slice(1), factsOf("access"))).toThrow(
    "more or less than was counted",
  );
});

test("the schema of a version is what it was: one that changes is a new version, with a name of its own", () => {
  const digest = createHash("sha256").update(JSON.stringify(dataSchema())).digest("hex");

  // Rights, statuses and categories are in it by name: a reader of version 1 has never heard of a new one.
  expect(dataSchemaDigests[DATA_VERSION]).toBe(digest);
  expect(new Set(Object.values(dataSchemaDigests)).size).toBe(Object.keys(dataSchemaDigests).length);
});

test("the schema has a name that stays, and a version", () => {
  const schema = dataSchema();

  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.$id).toBe("urn:uuid:5d0f3a52-6c0e-4c39-9d6b-0f4e6f1a7c01");
  expect(schema).toMatchObject({ properties: { version: { const: "1" } } });
  expect(schema.required).toEqual([
    ...["$schema", "version", "madeAt", "request", "controller", "complete", "missing", "held"],
    ...["about", "records"],
  ]);
});
