import type { Disclosed } from "../../data-map/holder.ts";
import type { BundleFacts, Chunk } from "../bundle-entry.ts";
import type { Collected } from "../collected.ts";
import { californiaAnswers } from "./california.ts";
import { DATA_VERSION, type DataHead, type DataRecord } from "./data-schema.ts";
import { informationFor } from "./information.ts";
import { labelOf } from "./labels.ts";
import type { Outline } from "./outline.ts";

/** The whole copy for a program, in one file: UTF-8 without a byte order mark (RFC 8259 8.1), the records last. */
export function* dataJson(collected: Collected, facts: BundleFacts, outline: Outline): Generator<Chunk> {
  const head = JSON.stringify(headOf(collected, facts, outline), null, 2);
  yield { kind: "text", text: `${head.slice(0, head.lastIndexOf("\n}"))},\n  "records": [` };
  let before = 0;
  for (const [page, { categories }] of collected.pages.entries()) {
    if (outline.contents.records === "none") break;
    const count = Object.values(categories).reduce((sum, one) => sum + one, 0);
    yield { kind: "segment", page, write: writeRecords(before, count) };
    before += count;
  }
  yield { kind: "text", text: "\n  ]\n}\n" };
}

/** Each piece is written by itself, perhaps in another call, so it knows by the counts whether something precedes. */
const writeRecords = (before: number, count: number) => (items: readonly Disclosed[]) => {
  if (items.length !== count) throw new Error("A segment holds more or less than was counted");
  return items
    .map((item, at) => `${before + at === 0 ? "" : ","}\n    ${JSON.stringify(recordOf(item))}`)
    .join("");
};

function recordOf({ category, reference, receivedAt, provided, fields, file }: Disclosed): DataRecord {
  const { "record:file": path, ...others } = fields;
  return {
    ...{ category, reference, receivedAt, provided },
    fields: others,
    file: file && path ? { path, mediaType: file.mediaType, bytes: file.bytes } : undefined,
  };
}

function headOf(collected: Collected, facts: BundleFacts, outline: Outline): DataHead {
  const { request, controller, madeAt, history } = facts;
  const { contents, missing } = outline;
  const { name, address, email, noticeVersion, noticeUrl } = controller;
  return {
    $schema: "./data.schema.json",
    version: DATA_VERSION,
    madeAt,
    request,
    controller: { name, address, email, noticeVersion, noticeUrl },
    complete: missing.length === 0,
    missing: [...missing],
    held: outline.held,
    categories: contents.counts ? categoriesOf(outline) : undefined,
    california: outline.california ? californiaAnswers(collected, facts) : undefined,
    history: contents.history
      ? history.map(({ reference, right, status, receivedAt, dueBy, concludedAt }) => ({
          ...{ reference, right, status, receivedAt, dueBy, concludedAt },
        }))
      : undefined,
    about: informationFor(facts),
  };
}

const categoriesOf = ({ categories }: Outline) =>
  categories.map(({ category, title, count, columns }) => ({
    ...{ category, title, count },
    fields: columns.map((name) => ({ name, label: labelOf(category, name) })),
  }));
