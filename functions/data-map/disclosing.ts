import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { RecordField } from "../policy/record-fields.ts";
import { Reference } from "../policy/reference.ts";
import type { Database } from "../records/database.ts";
import { type RowsOf, readRows } from "../records/held-rows.ts";
import { SealBroken } from "../records/vault.ts";
import type { Disclosed, DisclosedPage, Reader } from "./holder.ts";

/** Things on one page of a disclosure: few enough that a page is small, whatever they are. */
export const DISCLOSED_AT_ONCE = 100;

/** How the rows of a holder are told to their person. */
export interface Telling<Row> {
  /** Its schema's attributes are all that is read of a row. */
  readonly row: z.ZodObject & z.ZodType<Row>;
  /** @returns undefined for a row that says nothing about anybody. */
  readonly tell: (row: Row, reader: Reader) => Disclosed | undefined | Promise<Disclosed | undefined>;
}

const Known = z.object({ reference: Reference.optional(), receivedAt: z.string().optional() });

/**
 * A row that does not open or does not parse is told as one that could not be read: it is neither left out in silence
 * nor does it stand in the way of the others.
 */
export function disclosesRows<Row>(
  database: Database,
  holder: string,
  rowsOf: RowsOf,
  { row, tell }: Telling<Row>,
) {
  const attributes = Object.keys(row.shape).filter((attribute) => attribute !== "sk");
  const told = async (read: Readonly<Record<string, unknown>>, reader: Reader) => {
    try {
      return await tell(row.parse(read), reader);
    } catch (error) {
      if (error instanceof SealBroken || error instanceof z.ZodError) return unreadable(holder, read);
      throw error;
    }
  };
  return async (subject: SubjectId, reader: Reader, from?: string): Promise<DisclosedPage> => {
    const { rows, next } = await readRows(database, subject, rowsOf, attributes, {
      from,
      limit: DISCLOSED_AT_ONCE,
    });
    const items = await Promise.all(rows.map((read) => told(read, reader)));
    return { items: items.filter((item) => item !== undefined), next };
  };
}

const unreadable = (category: string, read: unknown): Disclosed => ({
  category,
  ...Known.safeParse(read).data,
  provided: false,
  fields: recordFieldsOf({ "record:unreadable": "yes" }),
});

/** Leaves out what is not there. */
export function recordFieldsOf(
  fields: Readonly<Partial<Record<RecordField, string | number | undefined>>>,
): Record<string, string> {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(there.map(([name, value]) => [name, String(value)]));
}
