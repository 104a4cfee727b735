import { ErasureRunning } from "../policy/errors.ts";
import { contentsOf, ExportRight } from "../policy/export-contents.ts";
import { outboundUrl } from "../policy/outbound-address.ts";
import { isTrustedHost } from "../policy/portability.ts";
import type { Run } from "../policy/run.ts";
import { verificationMatrix } from "../policy/verification-matrix.ts";
import type { RightsRequest, SealedAnswers } from "../records/items.ts";
import { marksOf } from "../records/marks.ts";
import { getTombstone } from "../records/tombstones.ts";
import { answersIn } from "./answers-in.ts";
import type { Assessor, Judged } from "./assessor.ts";
import { type Point, pointsOf, reasonFor, unseen } from "./points.ts";

/**
 * Whether the copy also goes to another controller; why a person has to look at it before it goes anywhere. What one has
 * looked at and agreed to is no reason any more: so it can be asked again once the copy is collected, and what has come
 * or was marked meanwhile is found.
 * @throws ErasureRunning where everything about the person is being erased: what then is left is what they get.
 */
export async function assessExport(
  request: RightsRequest,
  { subject }: Run,
  assessor: Assessor,
): Promise<Judged & { readonly sends: boolean }> {
  if ((await getTombstone(assessor.database, subject)) !== undefined) throw new ErasureRunning();
  const { points, sends } = await look(request, subject, assessor);
  return { sends, reason: reasonFor(unseen(points, request.looked)) };
}

/** All that a person of the staff has to look at, whether or not one has. */
export async function look(
  request: RightsRequest,
  subject: Run["subject"],
  assessor: Assessor,
): Promise<{ readonly points: readonly Point[]; readonly sends: boolean }> {
  const { right } = request;
  const answers = await answersIn(request, subject, assessor);
  const sendTo = right === "portability" ? answers?.sendTo : undefined;
  const points: readonly Point[] = [
    ...(answers === undefined ? [just("unreadable")] : []),
    ...(verificationMatrix[right].desk ? [just("judged")] : []),
    ...(await whatIsDisclosed(request, subject, answers, assessor)),
    ...(sendTo === undefined ? [] : whereItGoes(sendTo, assessor)),
  ];
  return { points, sends: sendTo !== undefined };
}

const just = (kind: Point["kind"]): Point => ({ kind, name: kind });

/** Only what the person gets is a reason: an answer without records discloses none. */
async function whatIsDisclosed(
  { right }: RightsRequest,
  subject: Run["subject"],
  answers: SealedAnswers | undefined,
  { database }: Assessor,
): Promise<readonly Point[]> {
  if (contentsOf(ExportRight.parse(right)).records === "none") return [];
  const since = answers?.since ?? "";
  return pointsOf(await marksOf(database, subject, since));
}

function whereItGoes(sendTo: string, { portabilityHosts }: Assessor): readonly Point[] {
  const address = outboundUrl(sendTo);
  // Nothing is sent there in any case, and the person is told.
  if (address.outcome === "refused") return [];
  return isTrustedHost(address.url.hostname, portabilityHosts) ? [] : [just("destination")];
}
