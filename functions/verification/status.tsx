import { browserOf, sessionOf } from "../edge/cookies.ts";
import { type Answer, json, page } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { renderPage } from "../pages/render.ts";
import { StatusPage } from "../pages/status.tsx";
import { StatusLandingPage } from "../pages/status-landing.tsx";
import type { SubjectId } from "../policy/data-subject.ts";
import type { RightsRequest } from "../records/items.ts";
import { mayCancel } from "../records/requests.ts";
import { requestInSession } from "../records/sessions.ts";
import { getVerification } from "../records/verifications.ts";
import { isSameBrowser } from "./prove.ts";
import { asPerson, asProgram, receiptToHave } from "./request-view.ts";
import type { VerificationDesk } from "./verification-desk.ts";

/** The person's own request, to whoever has a session on it; else where the link in the letter lands. */
export async function showStatus(request: HttpRequest, desk: VerificationDesk, site: Site): Promise<Answer> {
  const found = await requestInSession(desk.database, sessionOf(request), desk.now());
  if (found === undefined)
    return request.wantsPage
      ? page(200, renderPage(<StatusLandingPage controller={site.controller} />))
      : tellProblem(site, request, problem("no-session"));
  const { subject, record } = found;
  if (!request.wantsPage) return json(200, asProgram(record, desk.now()));
  const cancel = mayCancel(record)
    ? { askSure: !(await isFromSameBrowser(request, { subject, reference: record.reference }, desk)) }
    : undefined;
  const shown = { ...asPerson(record, desk.now()), cancel };
  return page(200, renderPage(<StatusPage controller={site.controller} request={shown} />));
}

/** The receipt of an erasure as it was signed (RFC 7515, compact), to keep. */
export async function showReceipt(request: HttpRequest, desk: VerificationDesk, site: Site): Promise<Answer> {
  const found = await requestInSession(desk.database, sessionOf(request), desk.now());
  if (found === undefined) return tellProblem(site, request, problem("no-session"));
  const { reference } = found.record;
  const receipt = receiptToHave(found.record);
  if (receipt === undefined) return tellProblem(site, request, problem("not-found"));
  return {
    status: 200,
    contentType: "application/jose",
    headers: { "content-disposition": `attachment; filename="erasure-receipt-${reference}.jws"` },
    body: receipt,
  };
}

/** Whether the browser that asks is the one that made the request. */
export async function isFromSameBrowser(
  request: HttpRequest,
  key: { readonly subject: SubjectId; readonly reference: RightsRequest["reference"] },
  desk: VerificationDesk,
): Promise<boolean> {
  const browser = browserOf(request);
  if (browser === undefined) return false;
  const verification = await getVerification(desk.database, key);
  return verification !== undefined && isSameBrowser(browser, verification);
}
