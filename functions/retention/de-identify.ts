import type { Night } from "../data-map/night.ts";
import { formBySlug } from "../intake/forms.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import { tallyOf } from "../policy/de-identify.ts";
import type { Reference } from "../policy/reference.ts";
import { getKey } from "../records/data-keys.ts";
import { SealedAnswers } from "../records/items.ts";
import { openJson, placeOf, SealBroken } from "../records/vault.ts";
import type { Sweeper } from "./sweeper.ts";

/** What is left of a submission: it is opened one last time, for the answers that the form counts. */
export const tallying =
  (sweeper: Sweeper): Night["tally"] =>
  async (subject, submission) => {
    const form = formBySlug(submission.form);
    const counts = form?.fields.some((field) => field.kind === "choice" && field.countedAfterwards === true);
    const answers = counts === true ? await answersOf(subject, submission, sweeper) : {};
    return tallyOf(submission, form, answers);
  };

/** None, where they cannot be read any more: it is still counted that it came. */
async function answersOf(
  subject: SubjectId,
  { reference, sealed }: { readonly reference: Reference; readonly sealed: string },
  { database, vault }: Sweeper,
): Promise<SealedAnswers | Record<string, string>> {
  const key = await getKey(database, await vault(), subject);
  if (key === undefined) return {};
  try {
    return SealedAnswers.parse(await openJson(key, placeOf(reference, "answers"), sealed));
  } catch (error) {
    if (error instanceof SealBroken) return {};
    throw error;
  }
}
