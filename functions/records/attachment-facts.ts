import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Reference } from "../policy/reference.ts";
import type { Database } from "./database.ts";
import { Submission } from "./items.ts";
import * as keys from "./keys.ts";

/** What the row of a form says of a file that came with it. */
export interface AttachmentFacts {
  readonly form: string;
  /** Whether the form was confirmed: else anybody can have sent it. */
  readonly status: Submission["status"];
  readonly receivedAt: string;
  readonly mediaType: string;
  /** Of the file itself, unsealed. */
  readonly bytes: number;
}

const Row = Submission.pick({ form: true, status: true, receivedAt: true, attachments: true });
const NAMES = Object.keys(Row.shape);

/**
 * By the key of the file, without the person; strongly consistent. A file whose row is gone is not in it.
 * @param references at most 100, as many as DynamoDB gives at once; doubles are asked for once.
 */
export async function attachmentFacts(
  database: Database,
  subject: SubjectId,
  references: readonly Reference[],
): Promise<ReadonlyMap<string, AttachmentFacts>> {
  const pk = keys.subject(subject);
  const found = new Map<string, AttachmentFacts>();
  let asked: Record<string, unknown>[] = [...new Set(references)].map((reference) => ({
    pk,
    sk: keys.submission(reference),
  }));
  while (asked.length > 0) {
    const { Responses, UnprocessedKeys } = await database.client.send(
      new BatchGetCommand({
        RequestItems: {
          [database.records]: {
            Keys: asked,
            ConsistentRead: true,
            ProjectionExpression: NAMES.map((name) => `#${name}`).join(", "),
            ExpressionAttributeNames: Object.fromEntries(NAMES.map((name) => [`#${name}`, name])),
          },
        },
      }),
    );
    for (const item of z.array(Row).parse(Responses?.[database.records] ?? []))
      for (const { key, mediaType, bytes } of item.attachments)
        found.set(key.slice(`${subject}/`.length), {
          ...{ form: item.form, status: item.status, receivedAt: item.receivedAt },
          mediaType,
          bytes,
        });
    asked = UnprocessedKeys?.[database.records]?.Keys ?? [];
  }
  return found;
}
