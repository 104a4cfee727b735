import type { Disclosed } from "../../data-map/holder.ts";
import { renderPage } from "../../pages/render.ts";
import type { BundleFacts, Chunk } from "../bundle-entry.ts";
import { Document } from "./document.tsx";
import type { CategoryOutline } from "./outline.ts";
import { type FilesByReference, recordArticles } from "./record-articles.tsx";

/** Where the records come to stand. Nothing that was typed can look like it, as it would be escaped. */
const PLACE = '<div class="records"></div>';

/** One page of a category: what is around the records, and the records segment by segment. */
export function* recordsPage(
  outline: CategoryOutline,
  at: number,
  files: FilesByReference,
  facts: BundleFacts,
): Generator<Chunk> {
  const [head, tail] = renderPage(<RecordsPage outline={outline} at={at} facts={facts} />).split(PLACE);
  yield { kind: "text", text: `${head}<div class="records">\n` };
  const write = (items: readonly Disclosed[]) =>
    recordArticles(
      items.filter(({ category }) => category === outline.category),
      files,
    );
  for (const page of outline.pages[at]?.segments ?? []) yield { kind: "segment", page, write };
  yield { kind: "text", text: `\n</div>${tail}` };
}

interface RecordsPageProps {
  readonly outline: CategoryOutline;
  readonly at: number;
  readonly facts: BundleFacts;
}

function RecordsPage({ outline, at, facts }: RecordsPageProps) {
  const { title, csv, pages } = outline;
  const which = pages.length === 1 ? "" : `, page ${at + 1} of ${pages.length}`;
  return (
    <Document controller={facts.controller} title={title + which} top="../">
      <p>
        The same as a table: <a href={`../${csv}`}>{csv}</a>
      </p>
      <div class="records" />
      {pages.length === 1 ? null : <Pages outline={outline} at={at} />}
    </Document>
  );
}

function Pages({ outline: { pages }, at }: Pick<RecordsPageProps, "outline" | "at">) {
  const ways = [
    ["First page", pages[0]],
    ["Page before", pages[at - 1]],
    ["Next page", pages[at + 1]],
    ["Last page", pages.at(-1)],
  ] as const;
  return (
    <nav aria-label="Pages of this kind">
      <ul>
        {ways.map(([words, page]) =>
          page === undefined || page === pages[at] ? null : (
            <li key={words}>
              <a href={`../${page.name}`}>{words}</a>
            </li>
          ),
        )}
      </ul>
    </nav>
  );
}
