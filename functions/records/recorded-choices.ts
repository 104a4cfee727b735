import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { AuditEvent } from "../policy/audit-chain.ts";
import { ConsentName } from "../policy/choices.ts";
import { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import { Right } from "../policy/rights.ts";
import { AuditCursor, cursorIn } from "./audit-walk.ts";
import type { AuditedDatabase } from "./database.ts";

/** A right without proof as its history has it: that outlives a restore of the records, and the request itself. */
export interface RecordedChoice {
  readonly subject: SubjectId;
  readonly reference: Reference;
  readonly right: Right;
  readonly receivedAt: string;
  readonly withdraws?: readonly ConsentName[] | undefined;
}

/** Names as they stand in an event. */
export const ConsentsInEvent = z.string().transform((names) => ConsentName.array().parse(names.split(", ")));

const Recorded = AuditEvent.extend({
  subject: SubjectId,
  details: z.object({ right: Right, receivedAt: z.iso.datetime(), withdraws: ConsentsInEvent.optional() }),
});

/** Events that are read in one page. */
const PAGE = 200;

/** A page of them, in no order. */
export async function recordedChoices(
  database: AuditedDatabase,
  from: string | undefined,
): Promise<{ readonly choices: readonly RecordedChoice[]; readonly next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await database.client.send(
    new ScanCommand({
      TableName: database.audit,
      FilterExpression: "#what = :recorded",
      ExpressionAttributeNames: { "#what": "what" },
      ExpressionAttributeValues: { ":recorded": "recorded" },
      Limit: PAGE,
      ConsistentRead: true,
      ExclusiveStartKey: from === undefined ? undefined : AuditCursor.parse(from),
    }),
  );
  const choices = Items.map((item) => {
    const { subject, reference, details } = Recorded.parse(item);
    return { subject, reference, ...details };
  });
  return { choices, next: cursorIn(LastEvaluatedKey) };
}
