import { paginateQuery, ScanCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { AuditEvent, type BrokenAt, type ChainHead, verifyChain } from "../policy/audit-chain.ts";
import { headOf, sha256 } from "./audit.ts";
import { getMarker } from "./chain-markers.ts";
import type { AuditedDatabase } from "./database.ts";
import { getHoldHistory } from "./hold-history.ts";
import { getRequest } from "./requests.ts";

/** Events that are read in one page; a chain that it cuts is read to its end. */
const PAGE = 200;
/** A chain can grow between the reading of its events and of its head; then both are read again. */
const TRIES = 3;

interface CheckedChain {
  readonly reference: string;
  readonly events: number;
  readonly broken?: BrokenAt | undefined;
}

export interface CheckedPage {
  readonly chains: readonly CheckedChain[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

/** Where a page of the Audit table ended, as text and as DynamoDB goes on from it. */
export const AuditCursor = z
  .string()
  .regex(/^.+ \d+$/)
  .transform((text) => {
    const at = text.lastIndexOf(" ");
    return { pk: text.slice(0, at), sequence: Number(text.slice(at + 1)) };
  });
export const cursorIn = (last: Readonly<Record<string, unknown>> | undefined): string | undefined =>
  last && `${last.pk} ${last.sequence}`;
const Scanned = z.object({ pk: z.string() });

/**
 * Checks the chains of one page of the table. Each chain is checked once, with the page its first event is on.
 * @param reached the day to which the retention has come: what is to go until then goes from its end.
 */
export async function checkChains(
  database: AuditedDatabase,
  from: string | undefined,
  reached: string,
): Promise<CheckedPage> {
  const start = from === undefined ? undefined : AuditCursor.parse(from);
  const { Items = [], LastEvaluatedKey } = await database.client.send(
    new ScanCommand({
      TableName: database.audit,
      ProjectionExpression: "pk",
      Limit: PAGE,
      ConsistentRead: true,
      ExclusiveStartKey: start,
    }),
  );
  const places = new Set(Items.map((item) => Scanned.parse(item).pk));
  if (start !== undefined) places.delete(start.pk);
  const chains = [];
  for (const pk of places) chains.push(await checkChain(database, pk, reached));
  return {
    chains,
    next: cursorIn(LastEvaluatedKey),
  };
}

async function checkChain(database: AuditedDatabase, pk: string, reached: string): Promise<CheckedChain> {
  const reference = pk.slice("request#".length);
  for (let attempt = 1; ; attempt += 1) {
    const items = await itemsOf(database, pk);
    const events = items.length;
    const read = readEvents(items, reference);
    if ("broken" in read) return { reference, events, broken: read.broken };
    const head = await headOfChain(database, read.events, reached);
    const broken =
      verifyChain(read.events, head === "gone" ? undefined : head, sha256) ??
      (head === "gone" ? { sequence: events, what: "without its request" } : undefined);
    if (broken === undefined || !MAY_PASS.includes(broken.what) || attempt === TRIES)
      return { reference, events, broken };
  }
}

/** What is seen of a chain that grew, or went as a whole, between two reads. */
const MAY_PASS: readonly BrokenAt["what"][] = ["cut short", "longer than its head", "without its request"];

async function itemsOf(database: AuditedDatabase, pk: string): Promise<Record<string, unknown>[]> {
  const items = [];
  const pages = paginateQuery(
    { client: database.client },
    {
      TableName: database.audit,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

/** Strictly: an attribute too many is a change as well, and an event of another chain does not belong here. */
function readEvents(
  items: readonly Record<string, unknown>[],
  reference: string,
): { readonly events: AuditEvent[] } | { readonly broken: BrokenAt } {
  const events: AuditEvent[] = [];
  for (const { pk: _, ...item } of items) {
    const event = AuditEvent.strict().safeParse(item).data;
    if (event === undefined || event.reference !== reference)
      return { broken: { sequence: Number(item.sequence), what: "changed" } };
    events.push(event);
  }
  return { events };
}

/**
 * As its request says it; of what has none any more, or never had one, its marker.
 * @returns undefined where its time is over: then the end of the chain cannot be checked; "gone" where a request has
 * begun it of which there is nothing left, as none ever goes without leaving a marker.
 */
async function headOfChain(
  database: AuditedDatabase,
  [first]: readonly AuditEvent[],
  reached: string,
): Promise<ChainHead | "gone" | undefined> {
  if (first === undefined) return undefined;
  if (first.subject === undefined) {
    const history = await getHoldHistory(database, first.reference);
    return history && headOf(history);
  }
  const request = await getRequest(database, { subject: first.subject, reference: first.reference });
  if (request !== undefined) return headOf(request);
  const marker = await getMarker(database, first.reference);
  if (marker === undefined) return first.details?.right === undefined ? undefined : "gone";
  const mayGo = marker.due !== undefined && marker.due <= reached;
  return marker.auditHash === undefined || mayGo ? undefined : headOf(marker);
}
