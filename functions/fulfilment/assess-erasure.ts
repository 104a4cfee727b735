import type { SubjectId } from "../policy/data-subject.ts";
import { type Run, scopeOf } from "../policy/run.ts";
import { verificationMatrix } from "../policy/verification-matrix.ts";
import type { RightsRequest } from "../records/items.ts";
import { marksOf } from "../records/marks.ts";
import { reportedChild } from "../records/reported-child.ts";
import type { Assessor, Judged } from "./assessor.ts";
import { BETWEEN_REASONS, pointsOf, reasonsFor } from "./points.ts";

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

/**
 * What the matrix says of the right, and DOMAIN 3 of what is erased, unless a person has agreed to it. What has begun is
 * past asking.
 */
async function whyAPerson(
  request: RightsRequest,
  target: SubjectId,
  { database }: Assessor,
): Promise<string | undefined> {
  const { right, begunAt } = request;
  if (begunAt !== undefined) return undefined;
  const marks = await marksOf(database, target);
  const judged = verificationMatrix[right].desk ? [`${right} is judged by a person`] : [];
  const reasons = [...judged, ...reasonsFor(pointsOf(marks))];
  return reasons.length === 0 || hasAgreed(request, reasons, marks.lastAt)
    ? undefined
    : reasons.join(BETWEEN_REASONS);
}

/** Whether a person has agreed to all of it, as it is now; who agreed to another try of a failed step has not. */
function hasAgreed({ awaits }: RightsRequest, reasons: readonly string[], lastAt = ""): boolean {
  const agreed = awaits?.decision === "approve" ? awaits.reason.split(BETWEEN_REASONS) : [];
  return reasons.every((reason) => agreed.includes(reason)) && lastAt <= (awaits?.at ?? "");
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
