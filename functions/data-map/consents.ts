import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import type { Database } from "../records/database.ts";
import { deleteAsRead } from "../records/due-parts.ts";
import { deleteRow } from "../records/held-rows.ts";
import { recordFieldsOf, type Telling } from "./disclosing.ts";
import type { Disclosed, Holder } from "./holder.ts";
import type { Night } from "./night.ts";
import { HeldRow, rowsHolder } from "./rows-holder.ts";
import { type Dated, deferred, type Fate, type Judge, PASSED_OVER, sweepsRows } from "./sweeping.ts";

const NAME = "consents";
const PREFIX = "consent#";

/** What was agreed to, subscriptions among it: nothing is sealed, yet each says what this person wants. */
export const consents = (database: Database): Holder => ({
  ...rowsHolder(
    database,
    {
      description: {
        name: NAME,
        title: "your consents and subscriptions",
        place: "table Records",
        outbound: false,
      },
      rows: { table: "records", prefix: PREFIX },
      row: Consent,
      item: itemOf,
      ownStay: false,
      destroy: ({ sk }, on, subject) => [deleteRow(on, subject, { table: "records", sk })],
      clock: () => "consent-proof",
    },
    telling,
  ),
  due: sweepsRows({ name: NAME, prefix: PREFIX, row: Consent, item: itemOf, fate }),
});

const Consent = HeldRow.extend({
  reference: Reference.optional(),
  form: z.string().optional(),
  givenAt: z.string().optional(),
});
type Consent = z.infer<typeof Consent>;

/** With the form in its own row: the submission that could say it goes years before the proof does. */
const itemOf = ({ reference, form, givenAt }: Consent) => ({
  record: reference,
  form,
  receivedAt: givenAt,
  personal: true,
});

/** The proof of a consent whose time is over goes as a whole. */
async function fate(row: Dated<Consent>, judge: Judge, _subject: SubjectId, night: Night): Promise<Fate> {
  const verdict = judge();
  if (!verdict.may) return deferred(row, verdict, row.reference ?? row.sk, night);
  if (!night.mayGo(row)) return PASSED_OVER;
  return {
    parts: [deleteAsRead(night.database, row, { due: row.due })],
    counted: [{ what: "erased", category: row.dueAs }],
  };
}

const Told = z.object({
  sk: z.string(),
  reference: Reference.optional(),
  form: z.string().optional(),
  name: z.string(),
  wording: z.string(),
  noticeVersion: z.string().optional(),
  givenAt: z.string().optional(),
  confirmedAt: z.string().optional(),
  endedAt: z.string().optional(),
});
type Told = z.infer<typeof Told>;

/**
 * That a person agreed, and to what, is something they told us, and so is that they agree no more: whoever takes a copy
 * over has to know of both.
 */
const telling: Telling<Told> = {
  row: Told,
  tell: ({ reference, form, name, wording, noticeVersion, givenAt, confirmedAt, endedAt }): Disclosed => ({
    ...{ category: "consents", reference, receivedAt: givenAt, provided: true },
    fields: {
      ...{ consent: name, wording },
      ...(endedAt === undefined ? {} : { ended: endedAt }),
      ...recordFieldsOf({
        "record:form": form,
        "record:confirmedAt": confirmedAt,
        "record:noticeVersion": noticeVersion,
      }),
    },
  }),
};
