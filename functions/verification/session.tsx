import { readBody } from "../edge/body.ts";
import { SESSION_COOKIE, setCookie } from "../edge/cookies.ts";
import { type Answer, page, seeOther } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { LinkProblemPage } from "../pages/link-problem.tsx";
import { renderPage } from "../pages/render.ts";
import { PastedToken } from "../policy/reference.ts";
import { openSession } from "../records/sessions.ts";
import { openedBy } from "../records/tokens.ts";
import type { VerificationDesk } from "./verification-desk.ts";

/** Exchanges the link of a letter for a short session, so that the link stays out of every request that follows. */
export async function startSession(
  request: HttpRequest,
  desk: VerificationDesk,
  site: Site,
): Promise<Answer> {
  const body = await readBody(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));
  const token = PastedToken.safeParse(body.submitted.values.get("token")).data;
  const opened = token && (await openedBy(desk.database, token, "status", desk.now()));
  if (opened === undefined) return linkUnknown(request, site);
  const secret = await openSession(desk.database, opened, desk.now());
  const cookies = [setCookie(SESSION_COOKIE, secret)];
  return request.wantsPage ? seeOther("/request", { cookies }) : { status: 204, cookies };
}

/** One answer for every link that opens nothing, whatever the reason. */
export function linkUnknown(request: HttpRequest, site: Site): Answer {
  return request.wantsPage
    ? page(404, renderPage(<LinkProblemPage controller={site.controller} />))
    : tellProblem(site, request, problem("link-unknown"));
}
