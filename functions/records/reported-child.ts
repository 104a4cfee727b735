import { canonicalAddress, type SubjectId } from "../policy/data-subject.ts";
import { getKey } from "./data-keys.ts";
import type { Database } from "./database.ts";
import { type RightsRequest, SealedAnswers } from "./items.ts";
import { openJson, placeOf, type Vault } from "./vault.ts";

/**
 * Whom a report of a child is about: the id of the address in it. Who sent it is somebody else.
 * @param reporter whose request it is.
 * @returns undefined where nobody can say it any more: the report is shredded, or names no address.
 */
export async function reportedChild(
  database: Database,
  vault: Vault,
  reporter: SubjectId,
  { reference, sealed }: Pick<RightsRequest, "reference" | "sealed">,
): Promise<SubjectId | undefined> {
  const key = await getKey(database, vault, reporter);
  if (key === undefined || sealed === undefined) return undefined;
  const answers = SealedAnswers.parse(await openJson(key, placeOf(reference, "identity"), sealed));
  const address = canonicalAddress(answers.childEmail ?? "");
  return address === undefined ? undefined : vault.subjectId(address);
}
