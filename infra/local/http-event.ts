import type { IncomingMessage } from "node:http";
import type { Match } from "./http-routes.ts";

/** A request as the adapter has read it. */
export interface ReadRequest {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly requestId: string;
  readonly receivedAt: Date;
}

export interface Api {
  readonly id: string;
  readonly account: string;
  /** `127.0.0.1:3000` */
  readonly host: string;
}

// Whatever else arrives is handed over in base64, urlencoded forms included.
const TEXT = /^(text\/.*|application\/(json|javascript|xml))$/;

/** The event of payload format 2.0 (API Gateway, "Working with AWS Lambda proxy integrations for HTTP APIs"). */
export function toEvent(read: ReadRequest, { route, parameters }: Match, api: Api): Record<string, unknown> {
  const { request, body, query, requestId, receivedAt } = read;
  const path = decodeURIComponent(read.path);
  const headers = headersOf(request);
  const cookies = request.headers.cookie?.split(/; ?/).filter((cookie) => cookie !== "");
  const sourceIp = request.socket.remoteAddress ?? "";
  const isText = TEXT.test((headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "");
  const queryParameters = parametersOf(query);
  return {
    version: "2.0",
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookies ? { cookies } : {}),
    headers: {
      ...headers,
      "x-amzn-trace-id": `Root=1-${Math.floor(receivedAt.getTime() / 1000).toString(16)}-${requestId.replaceAll("-", "").slice(0, 24)}`,
      "x-forwarded-for": [headers["x-forwarded-for"], sourceIp].filter(Boolean).join(", "),
      "x-forwarded-port": api.host.split(":")[1] ?? "",
      "x-forwarded-proto": "http",
    },
    ...(queryParameters ? { queryStringParameters: queryParameters } : {}),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      domainName: api.host,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: route.key,
      stage: "$default",
      time: clfTime(receivedAt),
      timeEpoch: receivedAt.getTime(),
    },
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    ...(body.length > 0 ? { body: body.toString(isText ? "utf8" : "base64") } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Names in lower case; what was sent more than once is joined with commas. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const joined = Object.entries(request.headersDistinct).map(([name, values]): [string, string] => [
    name,
    (values ?? []).join(name === "cookie" ? "; " : ","),
  ]);
  return Object.fromEntries(joined);
}

function parametersOf(query: string): Record<string, string> | undefined {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const earlier = values.get(name);
    values.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return values.size > 0 ? Object.fromEntries(values) : undefined;
}

/** `12/Mar/2026:19:03:58 +0000` */
function clfTime(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
