import type { SubjectId } from "../policy/data-subject.ts";
import { type Due, NOT_DUE } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import type { Submission } from "./items.ts";
import * as keys from "./keys.ts";
import type { Part } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/** What a submission is kept as, and the day from which that runs; without one it is kept until something ends it. */
export type Clock = Pick<Submission, "retention"> &
  (({ readonly clockStart: string } & Due) | { readonly clockStart?: undefined });

/**
 * The part of a transaction that lets another clock of a submission run. Only of one that is confirmed, that is kept as
 * it was read, and that nothing but its clock keeps: what a hold keeps from an erasure must not live longer by it.
 */
export function setClock(
  database: Database,
  subject: SubjectId,
  { reference, retention }: Pick<Submission, "reference" | "retention">,
  clock: Clock,
): Part {
  const remove = clock.clockStart === undefined ? ["clockStart", ...NOT_DUE] : [];
  const { UpdateExpression, names, values } = updateOf({ ...clock }, remove);
  return {
    Update: {
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.submission(reference) },
      UpdateExpression,
      ConditionExpression:
        "#status = :confirmed AND #retention = :retention AND attribute_not_exists(#retained)",
      ExpressionAttributeNames: {
        ...names,
        ...{ "#status": "status", "#retention": "retention", "#retained": "retained" },
      },
      ExpressionAttributeValues: { ...values, ":confirmed": "confirmed", ":retention": retention },
    },
  };
}
