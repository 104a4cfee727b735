import type { Disclosed } from "../data-map/holder.ts";
import { extensionOf } from "../policy/attachment.ts";
import type { contentsOf } from "../policy/export-contents.ts";
import { isRecordField } from "../policy/record-fields.ts";
import type { Reference } from "../policy/reference.ts";
import { otherCategories } from "./bundle/other-categories.ts";
import type { Collected, CollectedFile } from "./collected.ts";

/** What of all that is held belongs into a copy. */
export interface Wish {
  readonly request: Reference;
  readonly contents: ReturnType<typeof contentsOf>;
  /** The day from which on, `2026-01-31`; what has no day stays. */
  readonly since: string | undefined;
}

/** A page as the right has it: nothing from before the day that was asked for, and no copy of the copy itself. */
export function keptItems(items: readonly Disclosed[], { request, contents, since }: Wish): Disclosed[] {
  const kept = items.filter(
    ({ category, reference, receivedAt }) =>
      !(category === "export-bundles" && reference === request) &&
      !(since !== undefined && receivedAt !== undefined && receivedAt.slice(0, 10) < since),
  );
  return contents.records === "provided" ? kept.filter(({ provided }) => provided).map(asProvided) : kept;
}

/**
 * Whether among this is what we do not hold only because somebody asks: whoever does has thereby a request, letters and
 * a link with us, and that is no yes to "do you hold data about me". An earlier request is.
 */
export const isHeld = (items: readonly Disclosed[], request: Reference): boolean =>
  items.some(
    ({ category, reference }) =>
      otherCategories[category]?.byAsking !== true ||
      (category === "rights-requests" && reference !== request),
  );

/** Portability (GDPR 20(1)) is about what the person wrote, not about what our records say of themselves. */
const asProvided = (item: Disclosed): Disclosed => ({
  ...item,
  fields: Object.fromEntries(Object.entries(item.fields).filter(([name]) => !isRecordField(name))),
});

/** The files of a page under the names that they get in the copy, and the page with those names in it. */
export function withFiles(items: readonly Disclosed[], holder: string, before: number) {
  const files: CollectedFile[] = [];
  const named = items.map((item) => {
    const { file, reference, fields } = item;
    if (file === undefined) return item;
    const name = `attachments/${reference ?? "file"}-${before + files.length + 1}.${extensionOf(file.mediaType)}`;
    files.push({ ...file, reference, name, holder });
    return { ...item, fields: { ...fields, "record:file": name } };
  });
  return { items: named, files };
}

/** What there is now, with one more page of a holder. Changes it: there may be a thousand pages. */
export function countIn(collected: Collected, holder: string, items: readonly Disclosed[]): void {
  const categories: Record<string, number> = {};
  for (const { category, fields, receivedAt } of items) {
    categories[category] = (categories[category] ?? 0) + 1;
    const columns = collected.columns[category] ?? [];
    columns.push(...Object.keys(fields).filter((name) => !columns.includes(name)));
    collected.columns[category] = columns;
    const latest = collected.latest[category];
    if (receivedAt !== undefined && (latest === undefined || receivedAt > latest))
      collected.latest[category] = receivedAt;
    if ("record:unreadable" in fields && !collected.missing.includes(holder)) collected.missing.push(holder);
  }
  collected.pages.push({ holder, categories });
}
