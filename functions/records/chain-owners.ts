import { BatchGetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { Reference } from "../policy/reference.ts";
import { MARKED } from "./chain-markers.ts";
import type { AuditedDatabase } from "./database.ts";
import { hasHistory } from "./history.ts";

/** DynamoDB gives a hundred at once. */
const BATCH = 100;

export interface OwnersPage {
  /** Of the histories that have to be there. */
  readonly references: readonly Reference[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

const Owner = z.object({ pk: z.string(), sk: z.string(), due: z.iso.date().optional() });

/**
 * A page of the rows that say they have a history: every request, open or concluded, every hold on everybody, and the
 * marker of whatever else has one. No index leads to them, so the whole table is read, as much as one call gives.
 * @param reached the day to which the retention has come: what a marker has until then may be gone.
 */
export async function chainOwners(
  { client, records }: AuditedDatabase,
  from: string | undefined,
  reached: string,
): Promise<OwnersPage> {
  const [pk, sk] = from?.split(" ") ?? [];
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({
      TableName: records,
      ProjectionExpression: "pk, sk, due",
      FilterExpression: "attribute_exists(auditHash) OR begins_with(pk, :marked)",
      ExpressionAttributeValues: { ":marked": MARKED },
      ConsistentRead: true,
      ExclusiveStartKey: from === undefined ? undefined : { pk, sk },
    }),
  );
  const owners = Items.map((item) => Owner.parse(item));
  return {
    references: owners.flatMap((owner) => chainOf(owner, reached)),
    next: LastEvaluatedKey === undefined ? undefined : `${LastEvaluatedKey.pk} ${LastEvaluatedKey.sk}`,
  };
}

/** A request has its history as long as it is here itself, whenever it is due. */
function chainOf({ pk, sk, due }: z.infer<typeof Owner>, reached: string): Reference[] {
  const isMarker = pk.startsWith(MARKED);
  if (isMarker && due !== undefined && due <= reached) return [];
  const reference = Reference.safeParse((isMarker ? pk : sk).split("#")[1]).data;
  return reference === undefined ? [] : [reference];
}

/** Those of which there is no event at all, so that no walk along the histories comes across them. */
export async function withoutChain(
  database: AuditedDatabase,
  references: readonly Reference[],
): Promise<Reference[]> {
  const missing: Reference[] = [];
  for (let i = 0; i < references.length; i += BATCH) {
    const batch = references.slice(i, i + BATCH);
    const there = await firstEvents(database, batch);
    for (const reference of batch) {
      // One that has lost only its beginning is found by the walk.
      if (there.has(reference) || (await hasHistory(database, reference))) continue;
      missing.push(reference);
    }
  }
  return missing;
}

const First = z.object({ reference: z.string() });

async function firstEvents(
  { client, audit }: AuditedDatabase,
  references: readonly Reference[],
): Promise<Set<string>> {
  const there = new Set<string>();
  let asked: Record<string, unknown>[] = references.map((one) => ({ pk: `request#${one}`, sequence: 1 }));
  while (asked.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [audit]: { Keys: asked, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[audit] ?? []) there.add(First.parse(item).reference);
    asked = UnprocessedKeys?.[audit]?.Keys ?? [];
  }
  return there;
}
