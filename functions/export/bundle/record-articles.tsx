import { renderToString } from "preact-render-to-string";
import type { Disclosed } from "../../data-map/holder.ts";
import { formBySlug } from "../../intake/forms.ts";
import { InFours } from "../../pages/reference.tsx";
import { momentInWords } from "../../policy/days.ts";
import type { CollectedFile, LostFile } from "../collected.ts";
import { labelOf, valueInWords } from "./labels.ts";

/** The files of the copy by the record that they came with. */
export type FilesByReference = ReadonlyMap<string, readonly CollectedFile[]>;

/** Records as a person reads them: one article each. What was typed is text and nothing else. */
export function recordArticles(items: readonly Disclosed[], files: FilesByReference): string {
  return items
    .map((item) => renderToString(<RecordArticle item={item} files={filesOf(item, files)} />))
    .join("\n");
}

/** A file has a record of its own; with what was sent with its form it is named once more. */
const filesOf = ({ category, reference }: Disclosed, files: FilesByReference) =>
  formBySlug(category) === undefined ? [] : (files.get(reference ?? "") ?? []);

interface RecordArticleProps {
  readonly item: Disclosed;
  readonly files: readonly CollectedFile[];
}

function RecordArticle({ item, files }: RecordArticleProps) {
  const { receivedAt, reference, fields } = item;
  return (
    <article>
      <h2>{receivedAt === undefined ? "Without a date" : momentInWords(receivedAt)}</h2>
      <dl>
        {reference === undefined ? null : (
          <>
            <dt>Reference</dt>
            <dd>
              <InFours text={reference} />
            </dd>
          </>
        )}
        {Object.entries(fields).map(([name, value]) => (
          <Told key={name} item={item} name={name} value={value} />
        ))}
        {files.length === 0 ? null : (
          <>
            <dt>Files that came with it</dt>
            {files.map(({ name, lost }) => (
              <dd key={name}>{lost === undefined ? <FileLink path={name} /> : lostInWords[lost]}</dd>
            ))}
          </>
        )}
      </dl>
    </article>
  );
}

/** Its direction is its own, so that no text of the person's turns ours around. */
function Told({ item, name, value }: { item: Disclosed; name: string; value: string }) {
  return (
    <>
      <dt>{labelOf(item.category, name)}</dt>
      {name === "record:file" ? (
        <dd>
          <FileLink path={value} />
        </dd>
      ) : (
        <dd class="said" dir="auto">
          {valueInWords(item, name, value)}
        </dd>
      )}
    </>
  );
}

/** A file that was collected and is not in the copy. */
const lostInWords: Readonly<Record<LostFile, string>> = {
  unreadable: "One that is there, but could not be opened",
  erased: "One that was erased while this copy was made",
};

const FileLink = ({ path }: { readonly path: string }) => <a href={`../${path}`}>{path}</a>;
