import type { Disclosed, DisclosedPage, Holder, Reader } from "../data-map/holder.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import { SealBroken } from "../records/vault.ts";
import { lostFields } from "./lost-files.ts";
import { tidyUp } from "./tidy.ts";

/**
 * One page of what a holder tells. Where files are wanted each is opened once: one that does not open is named as
 * unreadable now, while there is time to look at it, and not when the copy is being sealed.
 */
export async function readPage(
  holder: Holder,
  subject: SubjectId,
  reader: Reader,
  { from, files }: { readonly from: string | undefined; readonly files: boolean },
): Promise<DisclosedPage> {
  const page = await holder.disclose(subject, reader, from);
  if (!files) return page;
  const items: Disclosed[] = [];
  // One after the other: they are the largest things there are.
  for (const item of page.items) items.push(await withSoundFile(item, holder, subject, reader));
  return { ...page, items };
}

async function withSoundFile(
  item: Disclosed,
  holder: Holder,
  subject: SubjectId,
  reader: Reader,
): Promise<Disclosed> {
  const { file, ...rest } = item;
  if (file === undefined) return item;
  try {
    const bytes = await holder.file?.(subject, reader, file.key);
    tidyUp(bytes?.length ?? 0);
    return bytes === undefined ? { ...rest, fields: { ...rest.fields, [lostFields.erased]: "yes" } } : item;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    return { ...rest, fields: { ...rest.fields, [lostFields.unreadable]: "yes" } };
  }
}
