import { paginateScan } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { AuditedDatabase } from "./database.ts";
import { placedHolds } from "./placed-holds.ts";

/** A hold as the history says that it was placed: all that a restore leaves of it. */
const Placed = z.object({
  at: z.iso.datetime(),
  what: z.enum(["hold placed", "hold released"]),
  by: z.string(),
  details: z.looseObject({
    hold: z.string(),
    ground: z.string().optional(),
    until: z.string().optional(),
    matter: z.string().optional(),
    scope: z.string().optional(),
  }),
});
export type LostHold = z.infer<typeof Placed>;

/**
 * The holds that were placed and never released, and that are not there: a restore has taken them away. Nothing but the
 * histories knows of them, so all of these are read; that is for a drill, not for every day.
 */
export async function lostHolds(database: AuditedDatabase): Promise<readonly LostHold[]> {
  const last = new Map<string, LostHold>();
  for await (const event of eventsOfHolds(database)) {
    const { hold } = event.details;
    if (event.at >= (last.get(hold)?.at ?? "")) last.set(hold, event);
  }
  const standing = await namesOfHolds(database);
  return [...last.values()].filter(
    ({ what, details }) => what === "hold placed" && !standing.has(details.hold),
  );
}

async function* eventsOfHolds({ client, audit }: AuditedDatabase): AsyncIterable<LostHold> {
  const pages = paginateScan(
    { client },
    {
      TableName: audit,
      ProjectionExpression: "#at, #what, #by, #details",
      FilterExpression: "#what IN (:placed, :released)",
      ExpressionAttributeNames: { "#at": "at", "#what": "what", "#by": "by", "#details": "details" },
      ExpressionAttributeValues: { ":placed": "hold placed", ":released": "hold released" },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      // What was tampered with is for `verify-audit` to tell.
      const event = Placed.safeParse(item).data;
      if (event !== undefined) yield event;
    }
}

async function namesOfHolds(database: AuditedDatabase): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  let from: string | undefined;
  do {
    const { placed, next } = await placedHolds(database, { from });
    for (const { id } of placed) names.add(id);
    from = next;
  } while (from !== undefined);
  return names;
}
