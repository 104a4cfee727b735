import { sessionOf } from "../edge/cookies.ts";
import { type Answer, page } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { type ProblemSlug, problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { renderPage } from "../pages/render.ts";
import { StatusLandingPage } from "../pages/status-landing.tsx";
import { copyStands } from "../policy/download.ts";
import { isCopyThere } from "../records/copies.ts";
import type { Bundle } from "../records/items.ts";
import type { RequestKey } from "../records/requests.ts";
import { type OwnRequest, requestInSession } from "../records/sessions.ts";
import type { DownloadCounter } from "./download-counter.ts";

export const ownRequest = (request: HttpRequest, { database, now }: DownloadCounter) =>
  requestInSession(database, sessionOf(request), now());

export const keyOf = ({ subject, record }: OwnRequest): RequestKey => ({
  subject,
  reference: record.reference,
});

/** @param status what a browser gets with the page that opens a session: nothing is wrong where it only looks. */
export function noSession(request: HttpRequest, site: Site, status: 200 | 401): Answer {
  return request.wantsPage
    ? page(status, renderPage(<StatusLandingPage controller={site.controller} />))
    : tellProblem(site, request, problem("no-session"));
}

/** A request whose copy is there to be fetched. */
export interface Fetchable extends OwnRequest {
  readonly bundle: Bundle;
}

/** Why there is nothing to fetch, as `problems` calls it. */
const hindrances: Readonly<Record<Exclude<ReturnType<typeof copyStands>, "ready">, ProblemSlug>> = {
  making: "copy-not-ready",
  over: "copy-gone",
  gone: "copy-gone",
  none: "no-copy",
};

/** The request with its copy, or why there is none: its row says so, or the bucket does. */
export async function fetchable(
  own: OwnRequest,
  { exports, now }: DownloadCounter,
): Promise<Fetchable | ProblemSlug> {
  const { subject, record } = own;
  const stands = copyStands(record, now());
  if (stands !== "ready") return hindrances[stands];
  const { bundle } = record;
  if (bundle === undefined || !(await isCopyThere(exports, subject, bundle))) return "copy-gone";
  return { ...own, bundle };
}
