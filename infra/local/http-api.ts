import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { accessLogOf } from "./access-log.ts";
import { type CorsConfiguration, corsHeaders, isPreflight } from "./cors.ts";
import type { InvocationResult } from "./execution-environment.ts";
import {
  type Answer,
  BAD_REQUEST,
  NOT_FOUND,
  SERVER_ERROR,
  TOO_LARGE,
  TOO_MANY_REQUESTS,
  toAnswer,
  UNAVAILABLE,
} from "./http-answer.ts";
import { type Api, toEvent } from "./http-event.ts";
import { findRoute, readRoutes } from "./http-routes.ts";
import { LOOPBACK } from "./ports.ts";
import { PortTaken } from "./start-failure.ts";
import type { LocalTemplate } from "./template.ts";
import { Throttle } from "./throttle.ts";

/** API Gateway's limit for a request, and Lambda's for what it is handed and what it hands back. */
const LARGEST_REQUEST = 10 * 1024 * 1024;
const LARGEST_PAYLOAD = 6 * 1024 * 1024;
const INTEGRATION_WITHIN = 30_000;

export interface HttpApiOptions {
  readonly template: LocalTemplate;
  readonly port: number;
  invoke(functionId: string, event: unknown): Promise<InvocationResult>;
  /** Takes the lines of the access log. */
  log(line: string): void;
}

export interface HttpApi {
  /** Takes no more requests, and resolves once those under way are answered. */
  close(): Promise<void>;
  /** Cuts every connection. */
  crash(): void;
}

/** Serves the one HTTP API of the template. @throws PortTaken */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const server = createServer(apiOf(options));
  server.listen(options.port, LOOPBACK);
  try {
    await once(server, "listening");
  } catch {
    throw new PortTaken(options.port);
  }
  return {
    close: () => drain(server),
    crash() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await closed;
}

function apiOf({ template, port, invoke, log }: HttpApiOptions) {
  const resource = template.find("", "AWS::ApiGatewayV2::Api");
  const stage = template.find("", "AWS::ApiGatewayV2::Stage").properties;
  const cors = resource.properties.CorsConfiguration as CorsConfiguration | undefined;
  const routes = readRoutes(template, resource.logicalId);
  const throttle = new Throttle(stage);
  const writeAccess = accessLogOf(stage, log);
  const api: Api = {
    id: template.nameOf(resource.logicalId),
    account: template.account,
    host: `${LOOPBACK}:${port}`,
  };

  async function answerTo(request: IncomingMessage, requestId: string, receivedAt: Date) {
    const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
    const method = request.method ?? "GET";
    if (cors && isPreflight(method, request.headers)) return { routeKey: "-", answer: PREFLIGHT };
    if (!isDecodable(path)) return { routeKey: "-", answer: BAD_REQUEST };
    const match = findRoute(routes, method, path);
    if (!match) return { routeKey: "-", answer: NOT_FOUND };
    const routeKey = match.route.key;
    if (!throttle.admits(routeKey, performance.now())) return { routeKey, answer: TOO_MANY_REQUESTS };
    const body = await readBody(request);
    if (!body) return { routeKey, answer: TOO_LARGE };
    const event = toEvent({ request, body, path, query, requestId, receivedAt }, match, api);
    if (Buffer.byteLength(JSON.stringify(event)) > LARGEST_PAYLOAD) return { routeKey, answer: TOO_LARGE };
    return { routeKey, answer: await integrate(invoke(match.route.functionId, event)) };
  }

  return async (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    const receivedAt = new Date();
    const { routeKey, answer } = await answerTo(request, requestId, receivedAt).catch((error: Error) => {
      // A client that goes away in the middle of its request is no failure of ours, and takes no answer.
      if (request.complete) log(`${error.stack}\n`);
      return { routeKey: "-", answer: SERVER_ERROR };
    });
    const shared = cors ? corsHeaders(cors, request.headers.origin, answer === PREFLIGHT) : {};
    send(response, answer, { ...shared, "apigw-requestid": requestId });
    writeAccess({
      requestId,
      routeKey,
      httpMethod: request.method ?? "",
      path: request.url?.split("?")[0] ?? "",
      protocol: `HTTP/${request.httpVersion}`,
      "identity.sourceIp": request.socket.remoteAddress ?? "",
      "identity.userAgent": request.headers["user-agent"] ?? "-",
      requestTime: receivedAt.toISOString(),
      requestTimeEpoch: receivedAt.getTime(),
      responseLatency: Date.now() - receivedAt.getTime(),
      responseLength: answer.body.length,
      status: response.statusCode,
    });
  };
}

const PREFLIGHT: Answer = { status: 204, headers: {}, body: Buffer.alloc(0) };

/** A function's failure tells the client nothing; one that takes too long for the API is another matter. */
async function integrate(invocation: Promise<InvocationResult>): Promise<Answer> {
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    patience = setTimeout(() => resolve(undefined), INTEGRATION_WITHIN);
  });
  const result = await Promise.race([invocation, tooLate]);
  clearTimeout(patience);
  if (!result) return UNAVAILABLE;
  if (!result.ok) return SERVER_ERROR;
  const answer = toAnswer(result.payload);
  return answer.body.length > LARGEST_PAYLOAD ? SERVER_ERROR : answer;
}

function send(response: ServerResponse, answer: Answer, extra: Readonly<Record<string, string>>): void {
  try {
    const length = answer.status === 204 ? {} : { "content-length": answer.body.length };
    response.writeHead(answer.status, { ...answer.headers, ...extra, ...length });
    response.end(answer.body);
  } catch {
    // A header that HTTP does not allow.
    response.writeHead(SERVER_ERROR.status, { ...SERVER_ERROR.headers, ...extra });
    response.end(SERVER_ERROR.body);
  }
  // What was too large is still read to its end: a client that is cut off while it sends never sees the answer.
  response.req.resume();
}

/** @returns nothing when the body is larger than API Gateway takes */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_REQUEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function splitOnce(text: string, separator: string): string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
