import * as z from "zod";
import { mayHearOutcomes, type Outcomes } from "../policy/outcomes.ts";
import { outcomesInWords } from "../policy/outcomes-in-words.ts";
import { Reference } from "../policy/reference.ts";
import { isConcluded, isProved, RequestStatus } from "../policy/request-lifecycle.ts";
import { proofFor } from "../policy/verification-matrix.ts";
import type { Database } from "../records/database.ts";
import { deleteRequest, shredRequest } from "../records/held-rows.ts";
import { RightsRequest, SealedAnswers } from "../records/items.ts";
import type { ObjectStore } from "../records/objects.ts";
import { openJson, placeOf } from "../records/vault.ts";
import { recordFieldsOf, type Telling } from "./disclosing.ts";
import type { Disclosed, Holder, Reader } from "./holder.ts";
import { DueRequest, requestFate } from "./request-fate.ts";
import { HeldRow, rowsHolder } from "./rows-holder.ts";
import { sweepsRows } from "./sweeping.ts";

const NAME = "rights-requests";
const PREFIX = "request#";

/**
 * Who made a request and what they wrote. The rest of it, without the person, accounts for what was done (11 CCR 7101)
 * and stays; of a request that nobody proved nothing does. The own request is told of its end by its identity half,
 * which goes with the conclusion.
 */
export const rightsRequests = (database: Database, exports: ObjectStore): Holder => ({
  ...rowsHolder(
    database,
    {
      description: {
        name: NAME,
        title: "what you wrote in your requests to us",
        place: "table Records",
        outbound: false,
      },
      rows: { table: "records", prefix: PREFIX },
      row: HeldRow.extend({
        reference: Reference.optional(),
        status: RequestStatus,
        receivedAt: z.string().optional(),
        sealed: z.string().optional(),
      }),
      item: itemOf,
      stays: ({ sealed }) => sealed === undefined,
      ownStay: true,
      destroy: (row, on, subject) => [
        isProved(row.status) ? shredRequest(on, subject, row) : deleteRequest(on, subject, row),
      ],
      // An open one gets its days when it is concluded; until then none may pass for its end.
      clock: ({ status }) => (isConcluded(status) ? "request-identity" : undefined),
    },
    telling,
  ),
  due: sweepsRows({ name: NAME, prefix: PREFIX, row: DueRequest, item: itemOf, fate: requestFate(exports) }),
});

const itemOf = ({ reference, receivedAt, sealed }: Judged) => ({
  record: reference,
  receivedAt,
  personal: sealed !== undefined,
});

/** What the guard judges a request by. */
interface Judged {
  readonly reference?: Reference | undefined;
  readonly receivedAt?: string | undefined;
  readonly sealed?: string | undefined;
}

/** What only the desk may see is not read: what a machine waits with, and the end of the audit chain. */
const Told = RightsRequest.pick({
  reference: true,
  right: true,
  status: true,
  regime: true,
  receivedAt: true,
  verifiedAt: true,
  dueBy: true,
  concludedAt: true,
  ground: true,
  outcomes: true,
  sealed: true,
})
  .partial({ regime: true })
  .extend({ sk: z.string() });
type Told = z.infer<typeof Told>;

const telling: Telling<Told> = {
  row: Told,
  async tell(row, reader): Promise<Disclosed> {
    const { reference, right, status, regime, receivedAt, verifiedAt, dueBy, concludedAt, ground } = row;
    return {
      ...{ category: "rights-requests", reference, receivedAt, provided: isTheirs(row) },
      fields: {
        ...(await answersOf(row, reader)),
        ...recordFieldsOf({
          "record:right": right,
          "record:status": status,
          "record:regime": regime,
          "record:verifiedAt": proofFor(right) === "none" ? undefined : verifiedAt,
          "record:dueBy": dueBy,
          "record:concludedAt": concludedAt,
          "record:ground": ground,
          "record:outcome": mayHearOutcomes(right) ? outcomeInWords(row.outcomes ?? []) : undefined,
        }),
      },
    };
  },
};

/** Of what asks for no proof nobody can say that the person wrote it, though it takes effect. */
const isTheirs = ({ right, status }: Told): boolean => isProved(status) && proofFor(right) !== "none";

async function answersOf({ reference, sealed }: Told, { dataKey }: Reader): Promise<Record<string, string>> {
  if (dataKey === undefined || sealed === undefined) return {};
  return SealedAnswers.parse(await openJson(dataKey, placeOf(reference, "identity"), sealed));
}

const outcomeInWords = (outcomes: Outcomes): string =>
  outcomesInWords(outcomes)
    .map(({ title, lines }) => `${title}: ${lines.join("; ")}`)
    .join("\n");
