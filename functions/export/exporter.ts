import type { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Holder } from "../data-map/holder.ts";
import type { Controller } from "../policy/controller.ts";
import { SubjectId } from "../policy/data-subject.ts";
import { ExportRight } from "../policy/export-contents.ts";
import { Reference } from "../policy/reference.ts";
import { getKey } from "../records/data-keys.ts";
import type { Database } from "../records/database.ts";
import type { RightsRequest } from "../records/items.ts";
import type { ObjectStore } from "../records/objects.ts";
import { getRequest } from "../records/requests.ts";
import { getTombstone } from "../records/tombstones.ts";
import type { DataKey, Vault } from "../records/vault.ts";

/** What travels through an export: ids, and whether what was missing is to be tried again. */
export const ExportRun = z.object({
  request: Reference,
  subject: SubjectId,
  /** A person of ours wants the holders tried once more that could not be read. */
  again: z.boolean().optional(),
});
export type ExportRun = z.infer<typeof ExportRun>;

/** How far a step has come. */
export interface Advanced extends ExportRun {
  /** True where the step is to be called again. */
  readonly more: boolean;
  /** True where it is to be assessed first: the request was cancelled, concluded or erased meanwhile, or a record marked. */
  readonly stopped?: true;
}

/** What the room of export works with; built once per cold start. */
export interface Exporter {
  readonly database: Database;
  readonly vault: () => Promise<Vault>;
  /** Every place personal data live. */
  readonly holders: readonly Holder[];
  /** The bucket of copies. */
  readonly exports: ObjectStore;
  readonly controller: Controller;
  /** Where people reach the site, without a slash at the end. */
  readonly siteUrl: string;
  /** Of a part of an upload, 5 MiB or more: so much is kept in memory before it is sent off. */
  readonly partBytes: number;
  readonly now: () => Temporal.Instant;
}

/** Milliseconds kept back to finish a page, to write down how far it has come, and to answer. */
export const RESERVE = 60_000;

/** A request that is to be answered, and the key that opens what it is about. */
export interface Wanted {
  readonly request: RightsRequest;
  readonly right: ExportRight;
  readonly dataKey: DataKey;
}

/**
 * @returns undefined where no copy is wanted any more: the request is concluded or gone, everything about the person
 * is being erased, or their key is gone and with it all that a copy could hold.
 */
export async function stillWanted(
  run: ExportRun,
  { database, vault }: Exporter,
): Promise<Wanted | undefined> {
  const [request, tombstone, dataKey] = await Promise.all([
    getRequest(database, { subject: run.subject, reference: run.request }),
    getTombstone(database, run.subject),
    vault().then((open) => getKey(database, open, run.subject)),
  ]);
  if (request === undefined || tombstone !== undefined || dataKey === undefined) return undefined;
  if (!["verified", "in-progress", "awaiting-person"].includes(request.status)) return undefined;
  return { request, right: ExportRight.parse(request.right), dataKey };
}
