import type { Readable } from "node:stream";

/** An answer of the AWS API on its way back to the caller. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer | Readable;
}

/** What a service says no with, whatever its protocol. */
export type Refusal =
  | "denied"
  | "unknown-key"
  | "unsigned"
  | "unavailable"
  | "throttled"
  | "unsupported"
  | "malformed";

type Protocol = "json" | "query" | "rest" | "s3";
type Code = readonly [status: number, code: string];

/** The same refusal in each protocol: HTTP status and error code, as the services of AWS write them. */
const CODES: Readonly<Record<Refusal, Readonly<Record<Protocol, Code>>>> = {
  denied: {
    json: [400, "AccessDeniedException"],
    query: [403, "AccessDenied"],
    rest: [403, "AccessDeniedException"],
    s3: [403, "AccessDenied"],
  },
  "unknown-key": {
    json: [400, "UnrecognizedClientException"],
    query: [403, "InvalidClientTokenId"],
    rest: [403, "UnrecognizedClientException"],
    s3: [403, "InvalidAccessKeyId"],
  },
  unsigned: {
    json: [400, "MissingAuthenticationTokenException"],
    query: [403, "MissingAuthenticationToken"],
    rest: [403, "MissingAuthenticationTokenException"],
    s3: [403, "AccessDenied"],
  },
  unavailable: {
    json: [503, "ServiceUnavailable"],
    query: [503, "ServiceUnavailable"],
    rest: [503, "ServiceUnavailable"],
    s3: [503, "ServiceUnavailable"],
  },
  throttled: {
    json: [400, "ThrottlingException"],
    query: [400, "Throttling"],
    rest: [429, "TooManyRequestsException"],
    s3: [503, "SlowDown"],
  },
  unsupported: {
    json: [400, "UnknownOperationException"],
    query: [400, "InvalidAction"],
    rest: [404, "NotFoundException"],
    s3: [501, "NotImplemented"],
  },
  malformed: {
    json: [400, "SerializationException"],
    query: [400, "MalformedInput"],
    rest: [400, "BadRequestException"],
    s3: [400, "InvalidRequest"],
  },
};

/** @param path tells version 2 of the SES API, which is REST, from version 1 */
export function refuse(service: string, path: string, refusal: Refusal, message: string): AwsAnswer {
  const protocol = protocolOf(service, path);
  const [status, code] = CODES[refusal][protocol];
  return errorAnswer(protocol, status, code, message);
}

/** An error of S3, e.g. `PreconditionFailed`. */
export const s3Error = (status: number, code: string, message: string): AwsAnswer =>
  errorAnswer("s3", status, code, message);

/** An error of a service whose protocol is REST with JSON, e.g. Lambda's `ResourceNotFoundException`. */
export const restError = (status: number, code: string, message: string): AwsAnswer =>
  errorAnswer("rest", status, code, message);

/** An error of a service whose protocol is AWS JSON, e.g. `ResourceNotFoundException`. */
export const jsonError = (code: string, message: string): AwsAnswer =>
  errorAnswer("json", 400, code, message);

export const jsonAnswer = (output: unknown): AwsAnswer => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: Buffer.from(JSON.stringify(output)),
});

function protocolOf(service: string, path: string): Protocol {
  if (service === "s3") return "s3";
  if (service === "lambda") return "rest";
  if (service === "ses") return path.startsWith("/v2/") ? "rest" : "query";
  return service === "sqs" || service === "sns" || service === "sts" ? "query" : "json";
}

function errorAnswer(protocol: Protocol, status: number, code: string, message: string): AwsAnswer {
  if (protocol === "json" || protocol === "rest") {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code };
    return { status, headers, body: Buffer.from(JSON.stringify({ __type: code, message })) };
  }
  const error = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    protocol === "s3"
      ? `<Error>${error}<RequestId>local</RequestId></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>local</RequestId></ErrorResponse>`;
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
  };
}

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
