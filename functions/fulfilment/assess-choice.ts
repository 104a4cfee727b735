import { whyAPerson } from "../policy/choices.ts";
import type { Run } from "../policy/run.ts";
import type { RightsRequest } from "../records/items.ts";
import { answersIn } from "./answers-in.ts";
import type { Assessor, Judged } from "./assessor.ts";

/** Why a person has to see to it: the right asks for one, or the data subject has written something to be read. */
export async function assessChoice(
  request: RightsRequest,
  { subject }: Run,
  assessor: Assessor,
): Promise<Judged> {
  // Nobody sees twice to what is done.
  if (request.carriedOutAt !== undefined) return { reason: undefined };
  const answers = await answersIn(request, subject, assessor);
  return { reason: whyAPerson(request, answers?.details !== undefined) };
}
