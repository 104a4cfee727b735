import type { SubjectId } from "../policy/data-subject.ts";
import { type Run, scopeOf } from "../policy/run.ts";
import { verificationMatrix } from "../policy/verification-matrix.ts";
import type { RightsRequest } from "../records/items.ts";
import { reportedChild } from "../records/reported-child.ts";
import { hasSubmissionOf } from "../records/submissions-of.ts";
import type { Assessor, Judged } from "./assessor.ts";

/** Who is erased, and how much of them; why a person has to look at it. */
export async function assessErasure(
  request: RightsRequest,
  run: Run,
  assessor: Assessor,
): Promise<Judged & Pick<Run, "target" | "scope">> {
  const target = request.right === "report-a-child" ? await childOf(request, run, assessor) : undefined;
  return {
    ...(target === undefined ? {} : { target }),
    scope: scopeOf[request.right] ?? "everything",
    reason: await whyAPerson(request, target ?? run.subject, assessor),
  };
}

/** What the matrix says of the right, and of what is erased (DOMAIN: job applications are looked at by a person). */
async function whyAPerson(
  { right }: RightsRequest,
  target: SubjectId,
  { database }: Assessor,
): Promise<string | undefined> {
  if (verificationMatrix[right].desk) return `${right} is judged by a person`;
  if (await hasSubmissionOf(database, target, "job-application")) return "there is a job application";
  return undefined;
}

/** The child's id, from the address in the report. @throws ChildUnknown where it cannot be read. */
async function childOf(
  request: RightsRequest,
  { subject }: Run,
  { database, vault }: Assessor,
): Promise<SubjectId> {
  const child = await reportedChild(database, await vault(), subject, request);
  if (child === undefined) throw new ChildUnknown();
  return child;
}

/** Nobody can say whom a report is about. To go on would erase who sent it; so a person has to look. */
class ChildUnknown extends Error {
  override readonly name = "ChildUnknown";
}
