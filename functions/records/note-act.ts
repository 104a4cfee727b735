import type { Temporal } from "temporal-polyfill";
import type { ChainHead, NewEvent } from "../policy/audit-chain.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { headOf, nextEvent } from "./audit.ts";
import { getMarker, putMarker } from "./chain-markers.ts";
import type { AuditedDatabase } from "./database.ts";
import { lastEventOf } from "./history.ts";
import { getHoldHistory } from "./hold-history.ts";
import type { RightsRequest } from "./items.ts";
import * as keys from "./keys.ts";
import { getRequest } from "./requests.ts";
import { type Parts, write } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

const TRIES = 5;

/** Whose history is written: that of a request or a submission, or without a person that of a hold on everybody. */
export interface HistoryKey {
  readonly subject?: SubjectId | undefined;
  readonly reference: Reference;
}

/**
 * Writes what the staff did into the history of a reference, in the transaction in which it is done, where no request
 * moves by it. It works for a submission as well, and for a request that a restore took back or away: then the request
 * is told where its history ends, as the history of a hold on everybody is in a row of its own.
 * @param act does it, with these parts in its transaction; "refused" where one of them was, and then it is tried again.
 */
export async function noteAct<Outcome extends string>(
  database: AuditedDatabase,
  key: HistoryKey,
  event: Pick<NewEvent, "what" | "by" | "details">,
  now: Temporal.Instant,
  act: (note: Parts<string>) => Promise<Outcome | "refused">,
): Promise<Outcome> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const outcome = await act(await note(database, key, event, now));
    if (outcome !== "refused") return outcome;
  }
  throw new Error("The history kept growing");
}

/** Only notes it: what is done is done elsewhere. */
export const justNote = (database: AuditedDatabase) => async (parts: Parts<string>) =>
  (await write<string>(database.client, parts)).outcome;

async function note(
  database: AuditedDatabase,
  { subject, reference }: HistoryKey,
  event: Pick<NewEvent, "what" | "by" | "details">,
  now: Temporal.Instant,
): Promise<Parts<string>> {
  const owner =
    subject === undefined
      ? await getHoldHistory(database, reference)
      : await getRequest(database, { subject, reference });
  const end = await lastEventOf(database, reference);
  // A history shorter than its request says was cut; going on from its end would hide that.
  const known = owner ?? (await getMarker(database, reference));
  const from = known === undefined ? end : laterOf(end, headOf(known));
  const { part, head } = nextEvent(database, from, {
    reference,
    ...(from.sequence === 0 && subject !== undefined ? { subject } : {}),
    at: now.toString({ smallestUnit: "millisecond" }),
    ...event,
  });
  // Nothing else says when such a history goes: the weekly proof gives this row its day.
  if (subject !== undefined && owner === undefined)
    return {
      event: part,
      chain: putMarker(database, { reference, subject, lastEventAt: part.Put.Item.at, ...head }),
    };
  const place =
    subject === undefined
      ? { pk: keys.HOUSE, sk: keys.holdHistory(reference) }
      : { pk: keys.subject(subject), sk: keys.request(reference) };
  return { event: part, owner: setHead(database, place, owner, head) };
}

const laterOf = (one: ChainHead, other: ChainHead) => (one.sequence >= other.sequence ? one : other);

function setHead(
  database: AuditedDatabase,
  Key: { readonly pk: string; readonly sk: string },
  owner: Pick<RightsRequest, "auditHash"> | undefined,
  head: { readonly auditSequence: number; readonly auditHash: string },
) {
  const auditHash = owner?.auditHash;
  const { UpdateExpression, names, values } = updateOf(head);
  return {
    Update: {
      TableName: database.records,
      Key,
      UpdateExpression,
      ConditionExpression:
        owner === undefined
          ? "attribute_not_exists(pk)"
          : auditHash === undefined
            ? "attribute_exists(pk) AND attribute_not_exists(auditHash)"
            : "auditHash = :read",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ...(auditHash === undefined ? {} : { ":read": auditHash }) },
    },
  };
}
