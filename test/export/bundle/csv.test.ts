import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Disclosed } from "../../../functions/data-map/holder.ts";
import { forms } from "../../../functions/intake/forms.ts";
import { naughty, written } from "./arbitrary.ts";
import { bundleOf, factsOf, said, textIn } from "./given.ts";

/** As any reader has it: cells, with what our apostrophes guard still behind them. */
const cellsIn = (csv: string): string[][] => parse(csv, { bom: true });
/** As the copy says how it is done. */
const plain = (cell: string) => cell.replace(/(^|[\r\n;\t])'/g, "$1");

const tableOf = (items: readonly Disclosed[]) =>
  textIn(bundleOf([{ holder: "submissions", pages: [items] }], factsOf("access")), "csv/contact.csv");

test("every table comes back cell by cell, headings too, and no cell begins a formula", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.dictionary(
          written.filter((name) => name !== "__proto__"),
          written,
          { noNullPrototype: true },
        ),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
      (rows) => {
        const csv = tableOf(rows.map((fields) => said("contact", fields)));
        const columns = [...new Set(rows.flatMap((fields) => Object.keys(fields)))];

        expect(cellsIn(csv).map((cells) => cells.slice(2).map(plain))).toEqual([
          columns,
          ...rows.map((fields) => columns.map((name) => (Object.hasOwn(fields, name) ? fields[name] : ""))),
        ]);
        for (const cell of cellsIn(csv).flat()) {
          expect(cell).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/);
          // Where it is opened with another separator, a cell begins in the midst of ours.
          expect(cell).not.toMatch(/[\r\n;\t][=+\-@\0＝＋－＠]/);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("the naughty strings are all there", () => {
  const csv = tableOf(naughty.map((message) => said("contact", { message })));

  expect(cellsIn(csv).map((cells) => plain(cells[2] ?? ""))).toEqual(["message", ...naughty]);
});

test("it is RFC 4180 with a byte order mark: quotes, commas, CRLF at every end", () => {
  const items = [said("contact", { name: 'Ann "A"', message: "=1+1" }), said("contact", { name: "'" })];

  expect(tableOf(items)).toBe(
    '\uFEFF"reference","receivedAt","name","message"\r\n' +
      '"7Q2M0V9KABCD1234","2026-10-01T12:00:00Z","Ann ""A""","\'=1+1"\r\n' +
      '"7Q2M0V9KABCD1234","2026-10-01T12:00:00Z","\'\'",""\r\n',
  );
});

test("a line or a part inside a cell begins no formula either, however the table is opened", () => {
  const message = "x\n=cmd|'/c calc'!A1;=1+1\t@SUM(1)\r\n'quoted\n\nthe end";
  const [, [, , cell = ""] = []] = cellsIn(tableOf([said("contact", { message })]));

  expect(cell).toBe("x\n'=cmd|'/c calc'!A1;'=1+1\t'@SUM(1)\r\n''quoted\n\nthe end");
  expect(plain(cell)).toBe(message);
});

test("a table has what is of its category, out of all segments", () => {
  const pages = [
    [said("contact", { name: "1" }), said("survey", { improve: "2" })],
    [said("survey", { improve: "3" })],
    [said("contact", { name: "4" })],
  ];
  const bundle = bundleOf([{ holder: "submissions", pages }], factsOf("access"));

  expect(cellsIn(textIn(bundle, "csv/contact.csv")).map((cells) => cells[2])).toEqual(["name", "1", "4"]);
  expect(cellsIn(textIn(bundle, "csv/survey.csv")).map((cells) => cells[2])).toEqual(["improve", "2", "3"]);
});

test("no form asks for something that is called like the first columns", () => {
  const names = forms.flatMap(({ fields }) => fields.map(({ name }) => name));

  expect(names).not.toContain("reference");
  expect(names).not.toContain("receivedAt");
});
