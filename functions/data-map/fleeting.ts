import * as z from "zod";
import { Reference } from "../policy/reference.ts";
import type { Database } from "../records/database.ts";
import { deleteLookup, deleteRow } from "../records/held-rows.ts";
import * as keys from "../records/keys.ts";
import { recordFieldsOf, type Telling } from "./disclosing.ts";
import type { Disclosed, Holder } from "./holder.ts";
import { HeldRow, rowsHolder } from "./rows-holder.ts";

/**
 * Links, codes and counts of letters. The links and sessions by which people see their own requests stay: digests
 * only, and their one way to read what became of it; they expire by themselves.
 *
 * A count has no day on which it came, so it counts as older than any request. A hold keeps a row from being erased,
 * not from expiring: to put that off would open a link again that has ended.
 */
export const fleeting = (database: Database): Holder =>
  rowsHolder(
    database,
    {
      description: {
        name: "fleeting",
        title: "links, codes and counts of our letters to you",
        place: "table Fleeting",
        outbound: false,
      },
      rows: { table: "fleeting", prefix: "" },
      row: HeldRow.extend({
        reference: Reference.optional(),
        purpose: z.string().optional(),
        createdAt: z.string().optional(),
        expires: Seconds.optional(),
      }),
      // The count of letters is written again with the last letter; there is nothing in it but times and references.
      item: (row) => ({
        record: row.reference,
        receivedAt: row.createdAt,
        personal: !stays(row) && row.sk !== keys.LETTER_BUDGET,
        ...(row.expires === undefined ? {} : { endsOn: momentOf(row.expires).slice(0, 10) }),
      }),
      stays,
      ownStay: false,
      destroy: ({ sk, reference }, on, subject) => [
        deleteRow(on, subject, { table: "fleeting", sk }),
        ...(reference !== undefined && sk === keys.verification(reference)
          ? [deleteLookup(on, reference)]
          : []),
      ],
      clock: () => undefined,
    },
    telling,
  );

/** Since 1970. */
const Seconds = z.number();

const momentOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

const stays = ({ sk, purpose }: { readonly sk: string; readonly purpose?: string }): boolean =>
  sk.startsWith(keys.session("")) || (sk.startsWith(keys.token("")) && purpose === "status");

const Told = z.object({
  sk: z.string(),
  reference: Reference.optional(),
  purpose: z.string().optional(),
  createdAt: z.string().optional(),
  expires: Seconds.optional(),
  letters: z.array(z.unknown()).optional(),
});
type Told = z.infer<typeof Told>;

/** The beginning of a sort key is the kind; what follows it may be a digest, and is told to nobody. */
const telling: Telling<Told> = {
  row: Told,
  tell: ({ sk, reference, purpose, createdAt, expires, letters }): Disclosed => ({
    ...{ category: "fleeting", reference, receivedAt: createdAt, provided: false },
    fields: recordFieldsOf({
      "record:kind": [sk.split("#")[0], purpose].filter((word) => word !== undefined).join(", "),
      "record:count": letters?.length,
      "record:expiresAt": expires === undefined ? undefined : momentOf(expires),
    }),
  }),
};
