import { stringify } from "csv-stringify/sync";
import type { Disclosed } from "../../data-map/holder.ts";
import type { Chunk } from "../bundle-entry.ts";
import type { CategoryOutline } from "./outline.ts";

/** What every table begins with. No field of a form is called so. */
const FIRST_COLUMNS = ["reference", "receivedAt"] as const;

/**
 * Spreadsheets take UTF-8 for the local encoding without it. Who reads the file by program knows to skip it (RFC 3629
 * 6), or takes `data.json`, which has none.
 */
const BYTE_ORDER_MARK = "\uFEFF";

/** A category as a table: RFC 4180, a header row, every cell in quotes. */
export function* csvOf({ category, columns, segments }: CategoryOutline): Generator<Chunk> {
  yield { kind: "text", text: BYTE_ORDER_MARK + rows([[...FIRST_COLUMNS, ...columns]]) };
  const write = (items: readonly Disclosed[]) =>
    rows(
      items
        .filter((item) => item.category === category)
        .map(({ reference, receivedAt, fields }) => [
          reference ?? "",
          receivedAt ?? "",
          ...columns.map((name) => (Object.hasOwn(fields, name) ? (fields[name] ?? "") : "")),
        ]),
    );
  for (const page of segments) yield { kind: "segment", page, write };
}

/** Everything is quoted: a lone CR or LF, which the library would leave bare, ends a row for some readers. */
const rows = (cells: readonly (readonly string[])[]): string =>
  stringify(
    cells.map((row) => row.map(asText)),
    { quoted: true, quoted_empty: true, record_delimiter: "\r\n" },
  );

/**
 * Where a spreadsheet would begin to calculate (OWASP ASVS 1.2.10), or what looks as if we had touched it: at the
 * beginning of a cell, and after a line's end, a semicolon or a tab in it. For who opens the table with one of those as
 * the separator has another cell there, and our quotes then count for nothing; LibreOffice takes that for a formula.
 */
const CALCULATES = /(?:^|(?<=[\r\n;\t]))(?=['=+\-@\0\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r\n])/g;

/**
 * One apostrophe makes it text. Whoever takes one away at the beginning of a cell, and after each line's end, semicolon
 * and tab in it, has back what was written.
 */
const asText = (cell: string): string => cell.replace(CALCULATES, "'");
