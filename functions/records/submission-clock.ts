import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import type { Due } from "../policy/retention-schedule.ts";
import type { Database } from "./database.ts";
import * as keys from "./keys.ts";
import type { Part } from "./transaction.ts";
import { updateOf } from "./update-expression.ts";

/**
 * The part of a transaction that lets the clock of a submission run from another day. Only of one that is confirmed, and
 * that nothing but its clock keeps: what a hold keeps from an erasure must not live longer by it.
 * @param clockStart `2027-01-05`
 */
export function startClockAnew(
  database: Database,
  subject: SubjectId,
  reference: Reference,
  clockStart: string,
  due: Due,
): Part {
  const { UpdateExpression, names, values } = updateOf({ clockStart, ...due });
  return {
    Update: {
      TableName: database.records,
      Key: { pk: keys.subject(subject), sk: keys.submission(reference) },
      UpdateExpression,
      ConditionExpression: "#status = :confirmed AND attribute_not_exists(#retained)",
      ExpressionAttributeNames: { ...names, "#status": "status", "#retained": "retained" },
      ExpressionAttributeValues: { ...values, ":confirmed": "confirmed" },
    },
  };
}
