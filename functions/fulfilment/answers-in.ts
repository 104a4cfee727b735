import type { SubjectId } from "../policy/data-subject.ts";
import { getKey } from "../records/data-keys.ts";
import { type RightsRequest, SealedAnswers } from "../records/items.ts";
import { openJson, placeOf } from "../records/vault.ts";
import type { Assessor } from "./assessor.ts";

/** What a person wrote in their request; undefined where it cannot be read any more. */
export async function answersIn(
  { sealed, reference }: RightsRequest,
  subject: SubjectId,
  { database, vault }: Pick<Assessor, "database" | "vault">,
): Promise<SealedAnswers | undefined> {
  const key = await getKey(database, await vault(), subject);
  if (key === undefined || sealed === undefined) return undefined;
  return SealedAnswers.parse(await openJson(key, placeOf(reference, "identity"), sealed));
}
