import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { AuditEvent } from "../policy/audit-chain.ts";
import { SubjectId } from "../policy/data-subject.ts";
import { Reference } from "../policy/reference.ts";
import { type Due, RetentionCategory } from "../policy/retention-schedule.ts";
import type { AuditedDatabase, Database } from "./database.ts";
import type { RowKey } from "./due-parts.ts";
import type { Part } from "./transaction.ts";

/**
 * Records, apart from any person: a history whose request is gone, and the night on which it goes too. The Audit table
 * is append-only, so that nothing in it can have a day; and an erasure does not come across this row.
 */
export const ChainMarker = z.object({
  pk: z.string(),
  sk: z.string(),
  reference: Reference,
  /** By it the guard is asked. The history's first event has it too. */
  subject: SubjectId,
  lastEventAt: z.iso.datetime(),
  /** Where the history ends, as its request would say it. */
  auditSequence: z.number().int().positive().optional(),
  auditHash: z.string().optional(),
  due: z.iso.date().optional(),
  dueAs: RetentionCategory.optional(),
});
export type ChainMarker = z.infer<typeof ChainMarker>;

/** How the keys of these rows begin. */
export const MARKED = "audit#";

export const markerKey = (reference: Reference): RowKey => ({ pk: MARKED + reference, sk: "chain" });

export const isMarker = ({ pk }: Pick<RowKey, "pk">): boolean => pk.startsWith(MARKED);

/**
 * As part of the transaction in which the request goes, or in which something is added to a history that has none.
 * @param due absent where the schedule is not at hand: then the weekly proof gives it its day.
 */
export const putMarker = (
  { records }: Database,
  marker: Pick<ChainMarker, "reference" | "subject" | "lastEventAt" | "auditSequence" | "auditHash">,
  due?: Due,
): Part => ({ Put: { TableName: records, Item: { ...markerKey(marker.reference), ...marker, ...due } } });

/** @returns undefined where there is none. */
export async function getMarker(
  { client, records }: Database,
  reference: Reference,
): Promise<ChainMarker | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: records, Key: markerKey(reference), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : ChainMarker.parse(Item);
}

/** When this event of a history happened; undefined where it is not there. */
export async function eventAt(
  { client, audit }: AuditedDatabase,
  reference: Reference,
  sequence: number,
): Promise<string | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: audit, Key: { pk: `request#${reference}`, sequence }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : AuditEvent.pick({ at: true }).parse(Item).at;
}
