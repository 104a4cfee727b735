import type { Submitted, UploadedFile } from "../policy/form.ts";
import type { HttpRequest } from "./http-request.ts";
import type { ProblemSlug } from "./problems.ts";

export type ReadBody =
  | { readonly outcome: "read"; readonly submitted: Submitted }
  | { readonly outcome: "problem"; readonly slug: ProblemSlug };

const unreadable: ReadBody = { outcome: "problem", slug: "malformed-body" };

/** What was sent, whatever of the three content types it came in; a name that came twice has a list as its value. */
export async function readBody(request: HttpRequest): Promise<ReadBody> {
  const contentType = request.header("content-type") ?? "";
  switch (contentType.split(";")[0]?.trim().toLowerCase()) {
    case "application/json":
      return readJson(request.body);
    case "application/x-www-form-urlencoded":
      return readUrlEncoded(request.body);
    case "multipart/form-data":
      return await readMultipart(request.body, contentType);
    default:
      return { outcome: "problem", slug: "content-type" };
  }
}

/** Where there may be nothing to say: programs then send no body at all. */
export async function readBodyIfAny(request: HttpRequest): Promise<ReadBody> {
  if (request.body.length > 0) return await readBody(request);
  return { outcome: "read", submitted: { values: new Map(), files: new Map() } };
}

function strictUtf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function readJson(body: Uint8Array): ReadBody {
  try {
    const value: unknown = JSON.parse(strictUtf8(body) ?? "");
    if (typeof value !== "object" || value === null || Array.isArray(value)) return unreadable;
    // A map, so that a key such as `__proto__` is a name like any other.
    return { outcome: "read", submitted: { values: new Map(Object.entries(value)), files: new Map() } };
  } catch {
    return unreadable;
  }
}

function readUrlEncoded(body: Uint8Array): ReadBody {
  const text = strictUtf8(body);
  if (text === undefined) return unreadable;
  const values = new Map<string, string[]>();
  for (const pair of text.split("&").filter((part) => part !== "")) {
    const [name = "", ...rest] = pair.split("=");
    try {
      put(values, decode(name), decode(rest.join("=")));
    } catch {
      return unreadable;
    }
  }
  return { outcome: "read", submitted: { values: singly(values), files: new Map() } };
}

/** Strict where URLSearchParams would put a replacement character. @throws URIError */
const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));

/** Node's own parser of RFC 7578. It holds the body in memory; Lambda takes 6 MB at most. */
async function readMultipart(body: Uint8Array, contentType: string): Promise<ReadBody> {
  try {
    const form = await new Response(Buffer.from(body), {
      headers: { "content-type": contentType },
    }).formData();
    const values = new Map<string, string[]>();
    const files = new Map<string, UploadedFile[]>();
    for (const [name, value] of form) {
      if (typeof value === "string") put(values, name, value);
      // A browser sends an unchosen file as one without name and content.
      else if (value.name !== "" || value.size > 0)
        put(files, name, { name: value.name, bytes: await value.bytes() });
    }
    return { outcome: "read", submitted: { values: singly(values), files } };
  } catch {
    return unreadable;
  }
}

/** In time that grows with what was sent alone: a megabyte may say one name half a million times. */
function put<Value>(values: Map<string, Value[]>, name: string, value: Value): void {
  const before = values.get(name);
  if (before === undefined) values.set(name, [value]);
  else before.push(value);
}

const singly = (values: ReadonlyMap<string, readonly string[]>): Map<string, unknown> =>
  new Map([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
