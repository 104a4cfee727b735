import type { Disclosed } from "../data-map/holder.ts";
import type { RecordField } from "../policy/record-fields.ts";
import type { Collected, LostFile } from "./collected.ts";

/** Files, by their names in the copy, that were there when they were collected, and could not be put into it. */
export type LostFiles = ReadonlyMap<string, LostFile>;

/** How a record says what became of its file. */
export const lostFields: Readonly<Record<LostFile, RecordField>> = {
  unreadable: "record:unreadable",
  erased: "record:erased",
};

export const lostOf = ({ files }: Collected): LostFiles =>
  new Map(files.flatMap(({ name, lost }) => (lost === undefined ? [] : [[name, lost] as const])));

/** Keeps in mind what is lost: what does not open is missing from the copy; what was erased is not held any more. */
export function noteLost(collected: Collected, found: LostFiles): void {
  for (const file of collected.files) {
    const lost = found.get(file.name);
    if (lost === undefined) continue;
    file.lost = lost;
    const { holder } = file;
    if (lost === "unreadable" && !collected.missing.includes(holder)) collected.missing.push(holder);
    const columns = collected.columns[holder] ?? [];
    if (!columns.includes(lostFields[lost])) columns.push(lostFields[lost]);
    collected.columns[holder] = columns;
  }
}

/** The same records, but that none names a file that is not in the copy; it says what became of it. */
export function withoutLost(items: readonly Disclosed[], lost: LostFiles): readonly Disclosed[] {
  if (lost.size === 0) return items;
  return items.map((item) => {
    const { "record:file": path = "", ...fields } = item.fields;
    const how = lost.get(path);
    if (item.file === undefined || how === undefined) return item;
    const { file: _, ...rest } = item;
    return { ...rest, fields: { ...fields, [lostFields[how]]: "yes" } };
  });
}
