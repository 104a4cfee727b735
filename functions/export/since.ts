import * as z from "zod";
import type { RightsRequest } from "../records/items.ts";
import { SealedAnswers } from "../records/items.ts";
import { type DataKey, openJson, placeOf } from "../records/vault.ts";

/** The day from which on a person wants their data, `2026-01-31`; undefined where they named none. */
export async function sinceOf(
  { reference, sealed }: Pick<RightsRequest, "reference" | "sealed">,
  dataKey: DataKey,
): Promise<string | undefined> {
  if (sealed === undefined) return undefined;
  const { since } = SealedAnswers.parse(await openJson(dataKey, placeOf(reference, "identity"), sealed));
  return z.iso.date().safeParse(since).data;
}
