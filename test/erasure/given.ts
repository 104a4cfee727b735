import type { Holder } from "../../functions/data-map/holder.ts";
import type { Eraser } from "../../functions/erasure/eraser.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { Run } from "../../functions/policy/run.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { getTombstone, noteOnTombstone, putTombstone } from "../../functions/records/tombstones.ts";
import { NOW, newSubject, row, type Stores } from "../data-map/given.ts";
import { schedule } from "../retention/given.ts";

export const eraserOf = (stores: Stores, holders: readonly Holder[] = stores.holders): Eraser => ({
  ...{ database: stores.database, holders, schedule, now: () => NOW },
  // Any bucket: nobody looks into it here.
  ledger: stores.exports,
});

/** Somebody whose erasure has begun. */
interface Erasing {
  readonly subject: SubjectId;
  readonly request: Reference;
  readonly run: Run;
}

/** @param manifest what was counted at the beginning, by holder */
export async function erasing(
  stores: Stores,
  manifest: Readonly<Record<string, number>> = {},
): Promise<Erasing> {
  const [subject, request] = [newSubject(), newReference()];
  const asked = { status: "in-progress", regime: "eu", citation: "GDPR 12(3)", noticeVersion: "2026-01-01" };
  await stores.put("records", [row.request(subject, asked, request)]);
  await putTombstone(stores.database, subject, request, NOW);
  const tombstone = await getTombstone(stores.database, subject);
  if (tombstone === undefined) throw new Error("no tombstone");
  await noteOnTombstone(stores.database, subject, { ...tombstone, manifest });
  return { subject, request, run: Run.parse({ subject, request }) };
}

export const submissionsOf = async (stores: Stores, subject: SubjectId) =>
  (await stores.rows("records")).filter(
    ({ pk, sk }) => pk === `subject#${subject}` && sk.startsWith("submission#"),
  );
