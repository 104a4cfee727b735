import * as z from "zod";
import { Reference } from "../policy/reference.ts";
import { RetentionCategory } from "../policy/retention-schedule.ts";
import type { Database } from "../records/database.ts";
import { deleteRow } from "../records/held-rows.ts";
import { SealedAnswers, Submission } from "../records/items.ts";
import type { ObjectStore } from "../records/objects.ts";
import { openJson, placeOf } from "../records/vault.ts";
import { recordFieldsOf, type Telling } from "./disclosing.ts";
import type { Disclosed, Holder, Reader } from "./holder.ts";
import { masked, openMasks } from "./masks.ts";
import { HeldRow, rowsHolder } from "./rows-holder.ts";
import { DueSubmission, submissionFate } from "./submission-fate.ts";
import { sweepsRows } from "./sweeping.ts";

const NAME = "submissions";
const PREFIX = "submission#";

/** What was sent with the forms. One with files is kept as long as they are: it has the day on which both go. */
export const submissions = (database: Database, files: ObjectStore): Holder => ({
  ...rowsHolder(
    database,
    {
      description: {
        name: NAME,
        title: "what you sent with our forms",
        place: "table Records",
        outbound: false,
      },
      rows: { table: "records", prefix: PREFIX },
      row: HeldRow.extend({
        reference: Reference.optional(),
        form: z.string().optional(),
        receivedAt: z.string().optional(),
        retention: RetentionCategory.default("unverified"),
        attachments: z.array(z.unknown()).default([]),
      }),
      item: itemOf,
      ownStay: false,
      destroy: ({ sk }, on, subject) => [deleteRow(on, subject, { table: "records", sk })],
      clock: ({ retention }) => retention,
    },
    telling,
  ),
  due: sweepsRows({
    name: NAME,
    prefix: PREFIX,
    row: DueSubmission,
    item: itemOf,
    fate: submissionFate(files),
  }),
});

const itemOf = ({ reference, form, receivedAt, attachments }: Judged) => ({
  record: reference,
  form,
  receivedAt,
  carries: attachments.length > 0 ? ["attachments"] : [],
  personal: true,
});

/** What the guard judges a submission by. */
interface Judged {
  readonly reference?: Reference | undefined;
  readonly form?: string | undefined;
  readonly receivedAt?: string | undefined;
  readonly attachments: readonly unknown[];
}

const Told = Submission.partial()
  .required({ reference: true, form: true, status: true })
  .extend({ sk: z.string(), masks: z.string().optional() });
type Told = z.infer<typeof Told>;

/** What is sent with these forms is published: in every export it is marked as public content. */
const PUBLIC_FORMS = ["comment"];

const USED_NO_MORE =
  "Nothing any more: the consent it rests on was taken back. It is erased as soon as nothing obliges us to keep it.";

/** An unconfirmed one too: it is held, and it says so. But anybody can have typed the address, so it is not the person's. */
const telling: Telling<Told> = {
  row: Told,
  async tell(row, reader): Promise<Disclosed> {
    const { reference, form, receivedAt, status, confirmedAt, noticeVersion, retention } = row;
    const isWithdrawn = retention === "withdrawn";
    return {
      ...{ category: form, reference, receivedAt, provided: status === "confirmed" },
      fields: {
        ...masked(await answersOf(row, reader), await openMasks(reader, reference, row.masks)),
        ...recordFieldsOf({
          "record:public": PUBLIC_FORMS.includes(form) ? "everybody" : undefined,
          "record:title": row.title,
          "record:status": status,
          "record:confirmedAt": confirmedAt,
          "record:purpose": isWithdrawn ? USED_NO_MORE : row.purpose,
          "record:lawfulBasis": isWithdrawn ? undefined : row.lawfulBasis,
          "record:noticeVersion": noticeVersion,
          "record:consents": row.consents?.map(({ wording }) => wording).join("\n"),
        }),
      },
    };
  },
};

async function answersOf({ reference, sealed }: Told, { dataKey }: Reader): Promise<Record<string, string>> {
  if (dataKey === undefined || sealed === undefined) return {};
  return SealedAnswers.parse(await openJson(dataKey, placeOf(reference, "answers"), sealed));
}
