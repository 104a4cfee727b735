import * as z from "zod";
import { Reference } from "../policy/reference.ts";
import type { Database } from "../records/database.ts";
import { deleteRow } from "../records/held-rows.ts";
import { recordFieldsOf, type Telling } from "./disclosing.ts";
import type { Disclosed, Holder } from "./holder.ts";
import { HeldRow, rowsHolder } from "./rows-holder.ts";

/** Letters that are still to be sent and machines still to be started: ids only, but they say what a person did. */
export const outboxEntries = (database: Database): Holder =>
  rowsHolder(
    database,
    {
      description: {
        name: "outbox-entries",
        title: "letters to you that were waiting to be sent",
        place: "table Records",
        outbound: false,
      },
      rows: { table: "records", prefix: "outbox#" },
      row: HeldRow.extend({ reference: Reference.optional(), createdAt: z.string().optional() }),
      item: ({ reference, createdAt }) => ({ record: reference, receivedAt: createdAt, personal: true }),
      ownStay: true,
      destroy: ({ sk }, on, subject) => [deleteRow(on, subject, { table: "records", sk })],
      // It goes with its letter, within hours.
      clock: () => undefined,
    },
    telling,
  );

const Told = z.object({
  sk: z.string(),
  reference: Reference.optional(),
  createdAt: z.string().optional(),
  letter: z.string().optional(),
  machine: z.string().optional(),
  wakes: z.string().optional(),
});
type Told = z.infer<typeof Told>;

const telling: Telling<Told> = {
  row: Told,
  tell: ({ reference, createdAt, letter, machine, wakes }): Disclosed => ({
    ...{ category: "outbox-entries", reference, receivedAt: createdAt, provided: false },
    fields: recordFieldsOf({ "record:kind": letter ?? machine ?? wakes }),
  }),
};
