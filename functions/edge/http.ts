import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { mayCome } from "./cross-site.ts";
import type { Answer } from "./http-answer.ts";
import { type HttpRequest, readRequest, wantsPage } from "./http-request.ts";
import { described, log } from "./log.ts";
import { isPassing } from "./passing.ts";
import { problem } from "./problems.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { type Site, tellProblem } from "./site.ts";

/** Answers one route. */
type Route = (request: HttpRequest) => Promise<Answer> | Answer;

export interface HttpEdge {
  readonly site: Site;
  /** By route key, as the stack names them; `$default` answers what no other does. */
  readonly routes: Readonly<Record<string, Route>>;
  /** The routes that pages of the allowed origins may post to. */
  readonly openToAllowedOrigins?: readonly string[];
}

/**
 * The way from the HTTP API to the rooms and back: reads the request, turns away what comes from another site, gives
 * everything the same headers, and answers what nobody foresaw without saying what it was.
 */
export function http(edge: HttpEdge) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use({ after: addHeaders, onError: answerFailure(edge) })
    .handler(async (event) => {
      const began = performance.now();
      const request = readRequest(event);
      const answer = await answerRoute(edge, request);
      log.info("answered", {
        route: request.route,
        status: answer.status,
        milliseconds: Math.round(performance.now() - began),
      });
      return asResult(answer);
    });
}

async function answerRoute(edge: HttpEdge, request: HttpRequest): Promise<Answer> {
  const route = edge.routes[request.route] ?? edge.routes.$default;
  if (route === undefined) return tellProblem(edge.site, request, problem("not-found"));
  if (request.method === "POST" && !cameFromHere(edge, request))
    return tellProblem(edge.site, request, problem("cross-site"));
  return await route(request);
}

function cameFromHere(edge: HttpEdge, request: HttpRequest): boolean {
  const provenance = { secFetchSite: request.header("sec-fetch-site"), origin: request.header("origin") };
  const open = edge.openToAllowedOrigins?.includes(request.route) ?? false;
  return mayCome(provenance, edge.site.url, open ? edge.site.allowedOrigins : []);
}

function asResult({
  status,
  contentType,
  headers,
  cookies,
  body,
}: Answer): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { ...(contentType === undefined ? {} : { "content-type": contentType }), ...headers },
    cookies: [...(cookies ?? [])],
    body: body ?? "",
  };
}

function addHeaders(handled: { response: APIGatewayProxyStructuredResultV2 | null }): void {
  if (handled.response) handled.response.headers = { ...SECURITY_HEADERS, ...handled.response.headers };
}

function answerFailure(edge: HttpEdge) {
  return (failed: {
    event: APIGatewayProxyEventV2;
    error: Error | null;
    response: APIGatewayProxyStructuredResultV2 | null;
  }): void => {
    log.error("failed", { route: failed.event.routeKey, ...described(failed.error) });
    const what = problem(isPassing(failed.error) ? "try-later" : "failed");
    failed.response = asResult(tellProblem(edge.site, { wantsPage: wantsPage(failed.event) }, what));
    addHeaders(failed);
  };
}
