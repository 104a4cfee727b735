import { Agent, type IncomingMessage, request } from "node:http";
import type { Readable } from "node:stream";
import type { AwsAnswer } from "./aws-answer.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import type { SignedRequest } from "./aws-request.ts";

// Shorter than the emulators' own idle limits, so that no request meets a connection that is just being closed.
const agent = new Agent({ keepAlive: true, timeout: 4000 });

/** Headers that belong to one connection, not to the request. */
const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "expect", "host", "upgrade", "te"];
/** The parameters that presign a link; the emulator gets a signature of its own instead. */
const PRESIGNING = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token)$/i;

type Headers = Record<string, string | string[] | undefined>;

/** Passes a request with its whole body to an emulator. @throws when the emulator cannot be reached */
export async function forward(base: string, asked: SignedRequest, body: Buffer): Promise<AwsAnswer> {
  const headers = { ...withoutHopByHop(asked.headers), "content-length": String(body.length) };
  const answer = await send(base, asked.method, target(asked.path, asked.query), headers, body);
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  const content = Buffer.concat(pieces);
  return { ...headOf(answer), body: content };
}

/** Passes a request to s3rver and streams both bodies, whatever their size. @throws when it cannot be reached */
export async function forwardToS3(
  base: string,
  asked: SignedRequest,
  body: Readable | Buffer,
): Promise<AwsAnswer> {
  const headers: Headers = withoutHopByHop(asked.headers);
  let content = body;
  const encodings = String(headers["content-encoding"] ?? "").split(/,\s*/);
  if (encodings.includes("aws-chunked") && !Buffer.isBuffer(body)) {
    const decoder = decodeAwsChunked();
    content = body.pipe(decoder);
    body.once("error", (error) => decoder.destroy(error));
    body.once("close", () => {
      if (!body.readableEnded) decoder.destroy();
    });
    headers["content-length"] = headers["x-amz-decoded-content-length"];
    headers["content-encoding"] = encodings.filter((one) => one !== "aws-chunked").join(", ") || undefined;
    for (const name of ["x-amz-decoded-content-length", "x-amz-trailer", "x-amz-sdk-checksum-algorithm"]) {
      delete headers[name];
    }
  }
  const query = new URLSearchParams([...asked.query].filter(([name]) => !PRESIGNING.test(name)));
  const answer = await send(
    base,
    asked.method,
    target(asked.path, query),
    { ...headers, ...s3rverSignature() },
    content,
  );
  return { ...headOf(answer), body: answer };
}

// s3rver knows one account and, for version 4, does not calculate the signature.
const s3rverSignature = (): Headers => ({
  authorization:
    "AWS4-HMAC-SHA256 Credential=S3RVER/local/local/s3/aws4_request,SignedHeaders=host,Signature=local",
  "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
  "x-amz-date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
});

function send(
  base: string,
  method: string,
  path: string,
  headers: Headers,
  body: Readable | Buffer,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    // The path goes as it came: a URL would tidy up keys such as `a/../b`.
    const { hostname, port } = new URL(base);
    const outgoing = request({ hostname, port, path, method, headers: given, agent }, resolve);
    outgoing.once("error", reject);
    if (Buffer.isBuffer(body)) {
      outgoing.end(body);
      return;
    }
    // A caller that goes away in the middle of an upload takes the upload with it.
    body.once("error", (error) => outgoing.destroy(error));
    body.once("close", () => {
      if (!body.readableEnded) outgoing.destroy(new Error("the caller ended the upload early"));
    });
    body.pipe(outgoing);
  });
}

function target(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

function withoutHopByHop(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

function headOf(answer: IncomingMessage) {
  return { status: answer.statusCode ?? 502, headers: withoutHopByHop(answer.headers) };
}
