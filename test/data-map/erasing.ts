import type { ErasedPage, Guard, Holder } from "../../functions/data-map/holder.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { NOW, type Row, type Stores } from "./given.ts";

/** Goes through a holder as the machine does, each page with the guard of the one before. */
export async function eraseAll(holder: Holder, subject: SubjectId, first: Guard): Promise<ErasedPage[]> {
  const pages: ErasedPage[] = [];
  let guard = first;
  let from: string | undefined;
  do {
    const page = await holder.erase(subject, guard, NOW, from);
    pages.push(page);
    ({ next: from, guard } = page);
  } while (from !== undefined);
  return pages;
}

export const sum = (pages: readonly ErasedPage[], what: "destroyed" | "retained") =>
  pages.reduce((total, page) => total + page[what], 0);

export const ofOthers = async (stores: Stores, subject: SubjectId): Promise<Row[]> => {
  const all = [...(await stores.rows("records")), ...(await stores.rows("fleeting"))];
  return all.filter((one) => one.pk !== `subject#${subject}` && one.subject !== subject);
};

export const recordsOf = async (stores: Stores, subject: SubjectId): Promise<Row[]> =>
  (await stores.rows("records")).filter(({ pk }) => pk === `subject#${subject}`);
