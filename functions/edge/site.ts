import type { Controller } from "../policy/controller.ts";
import { type Answer, type Problem, page, problemDocument, retryAfter } from "./http-answer.ts";
import type { HttpRequest } from "./http-request.ts";

/** What every route knows of the site it is part of. */
export interface Site {
  /** The origin people see, without a slash at the end. */
  readonly url: string;
  readonly controller: Controller;
  /** Origins whose pages may send forms here. */
  readonly allowedOrigins: readonly string[];
  /** How a person with a browser is told of a problem; the pages are not this room's. */
  readonly problemPage: (problem: Problem) => string;
}

/** A page for people, a problem document for programs. */
export function tellProblem(site: Site, request: Pick<HttpRequest, "wantsPage">, what: Problem): Answer {
  return request.wantsPage
    ? page(what.status, site.problemPage(what), { headers: retryAfter(what) })
    : problemDocument(site.url, what);
}
