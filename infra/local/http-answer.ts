/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

// API Gateway manages these itself and drops what a function says about them.
const OWN_HEADERS = new Set(["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"]);

/** An answer of API Gateway's own, such as 404 `{"message":"Not Found"}`. */
function ownAnswer(status: number, message: string): Answer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

export const BAD_REQUEST = ownAnswer(400, "Bad Request");
export const NOT_FOUND = ownAnswer(404, "Not Found");
export const TOO_LARGE = ownAnswer(413, "Request Entity Too Large");
export const TOO_MANY_REQUESTS = ownAnswer(429, "Too Many Requests");
export const SERVER_ERROR = ownAnswer(500, "Internal Server Error");
export const UNAVAILABLE = ownAnswer(503, "Service Unavailable");

/** Reads a function's result as payload format 2.0 does; anything without a status code is a body of JSON. */
export function toAnswer(result: unknown): Answer {
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: Buffer.from(typeof result === "string" ? result : JSON.stringify(result)),
    };
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded } = result as FunctionResult;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return SERVER_ERROR;
  const own = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status,
    headers: {
      "content-type": "text/plain;charset=UTF-8",
      ...Object.fromEntries(own.filter(([name]) => !OWN_HEADERS.has(name))),
      ...(cookies.length > 0 ? { "set-cookie": [...cookies] } : {}),
    },
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

interface FunctionResult {
  readonly statusCode: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly cookies?: readonly string[];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}
