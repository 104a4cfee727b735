import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AwsAnswer } from "./aws-answer.ts";

/** Unlike a URL, keeps the path as it was sent: S3 keys may hold `..` and `//`. */
export function splitTarget(target: string) {
  const mark = target.indexOf("?");
  const end = mark < 0 ? target.length : mark;
  return { pathname: target.slice(0, end), searchParams: new URLSearchParams(target.slice(end + 1)) };
}

export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

export function reply(outgoing: ServerResponse, { status, headers, body }: AwsAnswer): void {
  const length = Buffer.isBuffer(body) ? { "content-length": String(body.length) } : {};
  const given = Object.entries({ ...headers, ...length }).filter(([, value]) => value !== undefined);
  outgoing.writeHead(status, Object.fromEntries(given));
  if (Buffer.isBuffer(body)) {
    outgoing.end(body);
    return;
  }
  body.once("error", () => outgoing.destroy());
  body.pipe(outgoing);
}

/** @throws the listen error (`EADDRINUSE`) when the port is taken */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}
