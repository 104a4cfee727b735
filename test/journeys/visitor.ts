import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

export interface VisitorOptions {
  /** The local address to come from: any of 127/8. */
  readonly from?: string;
  /** Says what browsers say of themselves, and keeps cookies. */
  readonly browser?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** @throws SyntaxError where the body is no JSON */
  json(): Record<string, unknown>;
}

/** A body with its content type. */
export interface Body {
  readonly type: string | undefined;
  readonly bytes: string | Uint8Array;
}

export const json = (value: unknown): Body => ({ type: "application/json", bytes: JSON.stringify(value) });

/** What is undefined is left out. */
export function urlencoded(values: Readonly<Record<string, string | undefined>>): Body {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { type: "application/x-www-form-urlencoded", bytes: new URLSearchParams(given).toString() };
}

export async function multipart(values: Readonly<Record<string, string | File>>): Promise<Body> {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  const written = new Response(form);
  return { type: written.headers.get("content-type") ?? "", bytes: await written.bytes() };
}

/** Somebody who uses the site over HTTP, from a place of their own. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #url: URL;
  readonly #from: string | undefined;
  readonly #browser: boolean;

  constructor(url: string, { from, browser = false }: VisitorOptions) {
    this.#url = new URL(url);
    this.#from = from;
    this.#browser = browser;
  }

  get(path: string, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    return this.send("GET", path, undefined, headers);
  }

  post(path: string, body: Body, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    const own = this.#browser ? { origin: this.#url.origin, "sec-fetch-site": "same-origin" } : {};
    return this.send("POST", path, body, { ...own, ...headers });
  }

  /** As a browser does after a form: with GET. */
  async follow(reply: Reply): Promise<Reply> {
    return reply.status === 303 ? await this.get(String(reply.headers.location)) : reply;
  }

  send(method: string, path: string, body?: Body, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const all = {
      accept: this.#browser ? "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" : "application/json",
      ...(cookie === "" ? {} : { cookie }),
      ...(body?.type === undefined ? {} : { "content-type": body.type }),
      ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body.bytes) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const place = { hostname, port, path, method, headers: all, agent: false as const };
      const sent = request({ ...place, ...(this.#from ? { localAddress: this.#from } : {}) }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on("data", (piece: Buffer) => pieces.push(piece));
        answer.on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(pieces).toString();
          this.#keep(answer.headers["set-cookie"] ?? []);
          const { statusCode = 0, headers: given } = answer;
          resolve({ status: statusCode, headers: given, text, json: () => JSON.parse(text) });
        });
      });
      sent.on("error", reject);
      sent.end(body?.bytes);
    });
  }

  #keep(lines: readonly string[]): void {
    if (!this.#browser) return;
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
  }
}
