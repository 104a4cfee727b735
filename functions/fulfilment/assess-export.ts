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
import { whatIsMarked } from "./what-is-marked.ts";

/**
 * Whether the copy also goes to another controller; why a person has to look at it before it goes anywhere.
 * @throws ErasureRunning where everything about the person is being erased: what then is left is what they get.
 */
export async function assessExport(
  request: RightsRequest,
  { subject }: Run,
  assessor: Assessor,
): Promise<Judged & { readonly sends: boolean }> {
  const { right } = request;
  if ((await getTombstone(assessor.database, subject)) !== undefined) throw new ErasureRunning();
  const answers = await answersIn(request, subject, assessor);
  const sendTo = right === "portability" ? answers?.sendTo : undefined;
  const disclosed = await whatIsDisclosed(request, subject, answers, assessor);
  const reasons = [
    ...(answers === undefined ? ["what they wrote in it cannot be read any more"] : []),
    ...(verificationMatrix[right].desk ? [`${right} is judged by a person`] : []),
    ...disclosed.reasons,
    ...(sendTo === undefined ? [] : whereItGoes(sendTo, assessor)),
  ];
  return { sends: sendTo !== undefined, reasons, lastAt: disclosed.lastAt };
}

/** Only what the person gets is a reason: an answer without records discloses none. */
async function whatIsDisclosed(
  { right }: RightsRequest,
  subject: Run["subject"],
  answers: SealedAnswers | undefined,
  { database }: Assessor,
): Promise<Judged> {
  if (contentsOf(ExportRight.parse(right)).records === "none") return { reasons: [], lastAt: undefined };
  const since = answers?.since ?? "";
  return whatIsMarked(await marksOf(database, subject, since));
}

/** The host is not said: a person typed it, and the reason stays in the history. */
function whereItGoes(sendTo: string, { portabilityHosts }: Assessor): readonly string[] {
  const address = outboundUrl(sendTo);
  // Nothing is sent there in any case, and the person is told.
  if (address.outcome === "refused") return [];
  return isTrustedHost(address.url.hostname, portabilityHosts)
    ? []
    : ["it is to be sent to a controller that is not on the list"];
}
