import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type HttpRequest, readRequest } from "../../functions/edge/http-request.ts";
import type { Site } from "../../functions/edge/site.ts";

interface Asked {
  readonly route?: string;
  readonly method?: string;
  /** By lower-case name, as an HTTP API gives them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An event of an HTTP API, payload format 2.0; the body in base64, as it gives what is not text. */
export function event({
  route = "POST /forms/{form}",
  headers = {},
  body = "",
}: Asked = {}): APIGatewayProxyEventV2 {
  const [method = "", path = ""] = route.split(" ");
  return {
    version: "2.0",
    routeKey: route,
    rawPath: path,
    rawQueryString: "",
    headers: { ...headers },
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      domainName: "habeas.example",
      domainPrefix: "habeas",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "test" },
      requestId: "request",
      routeKey: route,
      stage: "$default",
      time: "01/Mar/2026:12:00:00 +0000",
      timeEpoch: 0,
    },
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  };
}

export const request = (asked: Asked = {}): HttpRequest => readRequest(event(asked));

export const site: Site = {
  url: "https://habeas.example",
  controller: {
    name: "Example Ltd",
    address: "1 Example Street",
    email: "privacy@example.org",
    noticeVersion: "2026-01-01",
    retention: {},
  },
  allowedOrigins: ["https://www.example.org"],
  problemPage: ({ title }) => `<!doctype html><title>${title}</title>`,
};
