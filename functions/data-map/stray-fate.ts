import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import { deleteAsRead, readAfresh } from "../records/due-parts.ts";
import * as keys from "../records/keys.ts";
import { deleteObjectsUnder, type ObjectStore } from "../records/objects.ts";
import type { Night } from "./night.ts";
import { HeldRow } from "./rows-holder.ts";
import { type Dated, deferred, type Fate, type Judge, PASSED_OVER } from "./sweeping.ts";

export const StrayRow = HeldRow.extend({ reference: Reference, receivedAt: z.string() });
type StrayRow = z.infer<typeof StrayRow>;

/** What becomes of the files of a submission whose record was never written: they go, and what knows of them. */
export const strayFate =
  (files: ObjectStore) =>
  async (row: Dated<StrayRow>, judge: Judge, subject: SubjectId, night: Night): Promise<Fate> => {
    const { database } = night;
    const { pk, reference, due, dueAs } = row;
    const strike = deleteAsRead(database, row, { due });
    // A restore may have brought the record back: then they are its own again.
    const [record] = await readAfresh(database, [{ pk, sk: keys.submission(reference) }], "keys");
    if (record !== undefined) return { parts: [strike], counted: [] };
    const verdict = judge();
    if (!verdict.may) return deferred(row, verdict, reference, night);
    if (!night.mayGo(row)) return PASSED_OVER;
    return {
      parts: [strike],
      counted: [{ what: "erased", category: dueAs }],
      unseals: true,
      first: () => deleteObjectsUnder(files, subject, `${reference}/`),
    };
  };
