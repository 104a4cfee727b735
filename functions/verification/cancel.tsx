import { readBodyIfAny } from "../edge/body.ts";
import { sessionOf } from "../edge/cookies.ts";
import { type Answer, json, page } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { log } from "../edge/log.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { CancelledPage, SurePage, TooLatePage } from "../pages/cancel.tsx";
import { renderPage } from "../pages/render.ts";
import { StatusLandingPage } from "../pages/status-landing.tsx";
import { Token } from "../policy/reference.ts";
import { cancelRequest, type RequestKey } from "../records/requests.ts";
import { requestInSession } from "../records/sessions.ts";
import { openedBy } from "../records/tokens.ts";
import { linkUnknown } from "./session.tsx";
import { isFromSameBrowser } from "./status.tsx";
import type { VerificationDesk } from "./verification-desk.ts";

/**
 * Cancels the request of the session, or of the status link's `{token}`. From another browser than the one that made
 * it, a page asks for a tick first: mail scanners press buttons, and the person would believe that it is under way.
 */
export async function cancel(request: HttpRequest, desk: VerificationDesk, site: Site): Promise<Answer> {
  const body = await readBodyIfAny(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));
  const { values } = body.submitted;
  const token = values.get("token") || undefined;
  const key = token === undefined ? await inSession(request, desk) : await behind(token, desk);
  if (key === undefined) return token === undefined ? noSession(request, site) : linkUnknown(request, site);

  const isSure = !request.wantsPage || values.get("sure") === "yes";
  if (!isSure && !(await isFromSameBrowser(request, key, desk))) {
    const props = { token: Token.safeParse(token).data, missed: values.get("asked") === "yes" };
    return page(422, renderPage(<SurePage controller={site.controller} {...props} />));
  }
  const outcome = await cancelRequest(desk.database, key, desk.schedule, desk.now());
  log.info("cancel", { reference: key.reference, outcome });
  switch (outcome) {
    case "cancelled":
      return cancelled(request, site, key);
    case "too-late":
      return tooLate(request, site, key);
    case "gone":
      return linkUnknown(request, site);
  }
}

async function inSession(request: HttpRequest, desk: VerificationDesk): Promise<RequestKey | undefined> {
  const found = await requestInSession(desk.database, sessionOf(request), desk.now());
  return found && { subject: found.subject, reference: found.record.reference };
}

async function behind(text: unknown, desk: VerificationDesk): Promise<RequestKey | undefined> {
  const token = Token.safeParse(text).data;
  return token && (await openedBy(desk.database, token, "status", desk.now()));
}

function noSession(request: HttpRequest, site: Site): Answer {
  return request.wantsPage
    ? page(401, renderPage(<StatusLandingPage controller={site.controller} />))
    : tellProblem(site, request, problem("no-session"));
}

function cancelled(request: HttpRequest, site: Site, { reference }: RequestKey): Answer {
  return request.wantsPage
    ? page(200, renderPage(<CancelledPage controller={site.controller} reference={reference} />))
    : json(200, { status: "cancelled", reference });
}

function tooLate(request: HttpRequest, site: Site, { reference }: RequestKey): Answer {
  return request.wantsPage
    ? page(409, renderPage(<TooLatePage controller={site.controller} reference={reference} />))
    : tellProblem(site, request, problem("too-late"));
}
