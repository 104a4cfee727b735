import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { networkOf } from "../policy/network.ts";

/** A request as the rooms see it. The caller's IP address goes no further than its network. */
export interface HttpRequest {
  /** `GET /forms/{form}`, as the API names its routes; HEAD is asked as GET. */
  readonly route: string;
  readonly method: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly cookie: (name: string) => string | undefined;
  readonly body: Uint8Array;
  /** True for somebody with a browser, who gets pages; false for programs, who get JSON. */
  readonly wantsPage: boolean;
  /** `203.0.113.0/24`; "unknown" shares one budget. */
  readonly network: string;
}

export function readRequest(event: APIGatewayProxyEventV2): HttpRequest {
  const cookies = event.cookies ?? [];
  return {
    route: event.routeKey.replace(/^HEAD /, "GET "),
    method: event.requestContext.http.method,
    params: event.pathParameters ?? {},
    query: new URLSearchParams(event.rawQueryString),
    header: (name) => event.headers[name],
    cookie: (name) => cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1),
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
    wantsPage: wantsPage(event),
    network: networkOf(event.requestContext.http.sourceIp) ?? "unknown",
  };
}

/**
 * Browsers name HTML. Who only looks and does not say what they want (a link checker, `curl`) gets what stands at that
 * address, a page; who posts without saying is a program, and is told in JSON.
 */
export function wantsPage({ headers, requestContext }: APIGatewayProxyEventV2): boolean {
  const accept = headers.accept ?? "";
  if (accept.includes("text/html")) return true;
  return ["GET", "HEAD"].includes(requestContext.http.method) && !accept.includes("json");
}
