import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { naughty } from "../export/bundle/arbitrary.ts";
import { bundleOf, factsOf, said, textIn } from "../export/bundle/given.ts";
import { formulasIn, separators } from "./spreadsheet.ts";

const folder = mkdtempSync(join(tmpdir(), "habeas-tables-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** Whatever begins a formula, and whatever ends a cell, a line or a quotation, in any order. */
const formulas = ["=1+1", "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://x")'];
const between = [";", "\t", "\n", "\r\n", "\r", ",", '"', '""', "'", " ", "|", "a"];
const mixtures = fc.sample(
  fc.string({ unit: fc.constantFrom(...formulas, ...between, "\n", ";"), maxLength: 9 }),
  { numRuns: 1500, seed: 20261122 },
);

const tableOf = (messages: readonly string[]) =>
  textIn(
    bundleOf(
      [
        {
          holder: "submissions",
          pages: [messages.map((message) => said("contact", { message, name: message }))],
        },
      ],
      factsOf("access"),
    ),
    "csv/contact.csv",
  );

test.each(Object.keys(separators) as (keyof typeof separators)[])(
  "a table opened with a %s between the columns has no formula, whatever was typed",
  (separator) => {
    const tables = [fileOf("naughty.csv", tableOf(naughty)), fileOf("mixed.csv", tableOf(mixtures))];

    expect(formulasIn(tables, separator)).toEqual([]);
  },
);

test("LibreOffice finds a formula where there is one, inside of quotes too", () => {
  expect(formulasIn([fileOf("plain.csv", "a,=1+1\r\n")], "comma")).toEqual(["of:=1+1"]);
  const inside = fileOf("inside.csv", '"1","x\n=2+2\ny"\r\n');
  expect([formulasIn([inside], "comma"), formulasIn([inside], "semicolon")]).toEqual([[], ["of:=2+2"]]);
});
