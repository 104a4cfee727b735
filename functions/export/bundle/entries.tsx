import type { VNode } from "preact";
import { renderPage } from "../../pages/render.ts";
import type { BundleFacts, Chunk, Entry } from "../bundle-entry.ts";
import type { Collected, CollectedFile } from "../collected.ts";
import { AboutPage } from "./about-page.tsx";
import { californiaAnswers } from "./california.ts";
import { csvOf } from "./csv.ts";
import { dataJson } from "./data-json.ts";
import { dataSchema } from "./data-schema.ts";
import { FirstPage } from "./first-page.tsx";
import { informationFor } from "./information.ts";
import { outlineOf } from "./outline.ts";
import type { FilesByReference } from "./record-articles.tsx";
import { recordsPage } from "./records-page.tsx";

/**
 * Every file of a bundle, in the order in which it is written; the same each time it is asked. A piece is rendered when
 * it is its turn, so that the memory it takes is that piece.
 */
export function* entriesOf(collected: Collected, facts: BundleFacts): Generator<Entry> {
  const outline = outlineOf(collected, facts);
  const california = outline.california ? californiaAnswers(collected, facts) : undefined;
  for (const file of collected.files)
    if (file.lost === undefined) yield { name: file.name, chunks: [{ kind: "file", file }] };
  yield { name: "data.json", chunks: afresh(() => dataJson(collected, facts, outline)) };
  yield text("data.schema.json", () => `${JSON.stringify(dataSchema(), null, 2)}\n`);
  if (outline.contents.records !== "none") {
    const files = byReference(collected.files);
    for (const category of outline.categories)
      yield { name: category.csv, chunks: afresh(() => csvOf(category)) };
    for (const category of outline.categories)
      for (const [at, { name }] of category.pages.entries())
        yield { name, chunks: afresh(() => recordsPage(category, at, files, facts)) };
  }
  const information = informationFor(facts);
  yield html("about.html", () => <AboutPage {...{ outline, facts, information, california }} />);
  yield html("index.html", () => <FirstPage {...{ outline, facts, california }} />);
}

/** Each time it is gone through it begins anew, and nothing is rendered before. */
const afresh = (begin: () => Generator<Chunk>): Iterable<Chunk> => ({ [Symbol.iterator]: begin });

const text = (name: string, render: () => string): Entry => ({
  name,
  chunks: afresh(function* () {
    yield { kind: "text", text: render() };
  }),
});

const html = (name: string, page: () => VNode): Entry => text(name, () => renderPage(page()));

function byReference(files: readonly CollectedFile[]): FilesByReference {
  const found = new Map<string, CollectedFile[]>();
  for (const file of files) {
    if (file.reference !== undefined) found.set(file.reference, [...(found.get(file.reference) ?? []), file]);
  }
  return found;
}
