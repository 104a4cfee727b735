import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { http } from "../../functions/edge/http.ts";
import { json, page, problemDocument, seeOther } from "../../functions/edge/http-answer.ts";
import { type ProblemSlug, problem } from "../../functions/edge/problems.ts";
import { SECURITY_HEADERS } from "../../functions/edge/security-headers.ts";
import { tellProblem } from "../../functions/edge/site.ts";
import { event, request, site } from "./given.ts";

const fails = (error: unknown) => () => {
  throw error;
};

const named = (name: string, more: object = {}) =>
  Object.assign(new Error("ann@example.org"), { name, ...more });

const routes = {
  "GET /page": () => page(200, "<!doctype html>"),
  "GET /json": () => json(200, { a: 1 }),
  "POST /sent": () => seeOther("/sent", { cookies: ["a=1", "b=2"] }),
  "GET /nothing": () => ({ status: 204 }),
  "GET /broken": fails(new TypeError("ann@example.org")),
  "GET /throttled": fails(named("ThrottlingException")),
  "GET /retryable": fails(named("Anything", { $retryable: {} })),
  "GET /conflict": fails(named("TransactionCanceledException")),
  "GET /text": fails("ann@example.org"),
};
const handler = http({ site, routes });
const ask = (route: string, headers: Record<string, string> = {}) =>
  handler(event({ route, headers }), {} as never);

afterEach(() => vi.restoreAllMocks());

describe("every answer carries the security headers:", () => {
  test.each([...Object.keys(routes), "GET /unknown"])("%s", async (route) => {
    expect((await ask(route)).headers).toMatchObject(SECURITY_HEADERS);
  });

  test("the policy lets nothing inline run, and nobody frame us", () => {
    const policy = SECURITY_HEADERS["content-security-policy"] ?? "";

    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).toMatch(/base-uri 'none'/);
    expect(policy).toMatch(/form-action 'self'/);
    expect(policy).not.toMatch(/unsafe|data:|\*|https?:/);
  });
});

test("cookies, redirects and bodies go out as the HTTP API takes them", async () => {
  expect(await ask("POST /sent")).toMatchObject({
    statusCode: 303,
    headers: { location: "/sent" },
    cookies: ["a=1", "b=2"],
    body: "",
  });
  expect(await ask("GET /json")).toMatchObject({
    headers: { "content-type": "application/json" },
    body: '{"a":1}',
  });
});

test("HEAD is answered as GET is, down to the route", () => {
  expect(request({ route: "HEAD /forms/{form}" }).route).toBe("GET /forms/{form}");
});

describe("a page or JSON?", () => {
  test.each([
    ["GET", "text/html,application/xhtml+xml,*/*;q=0.8", "page"],
    ["GET", "*/*", "page"],
    ["HEAD", "*/*", "page"],
    ["GET", undefined, "page"],
    ["GET", "application/json", "JSON"],
    ["GET", "application/problem+json, */*;q=0.1", "JSON"],
    ["POST", "text/html,*/*;q=0.8", "page"],
    ["POST", "*/*", "JSON"],
    ["POST", undefined, "JSON"],
  ])("%s with Accept: %s is answered with a %s", (method, accept, kind) => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    expect(request({ route: `${method} /forms/{form}`, headers }).wantsPage).toBe(kind === "page");
  });
});

describe("what nobody foresaw", () => {
  test.each([
    ["GET /broken", 500, "failed"],
    ["GET /text", 500, "failed"],
    ["GET /throttled", 503, "try-later"],
    ["GET /retryable", 503, "try-later"],
    ["GET /conflict", 503, "try-later"],
  ])("%s is %i, and says nothing of its cause", async (route, status, slug) => {
    const [program, person] = [await ask(route, { accept: "application/json" }), await ask(route)];

    expect(program).toMatchObject({
      statusCode: status,
      headers: { "content-type": "application/problem+json" },
    });
    expect(JSON.parse(program.body ?? "")).toMatchObject({ type: `${site.url}/problems/${slug}`, status });
    expect(person).toMatchObject({
      statusCode: status,
      headers: { "content-type": "text/html; charset=utf-8" },
    });
    expect(`${program.body}${person.body}`).not.toContain("ann@");
  });

  test("is logged by its class and place, without its message", async () => {
    const lines: string[] = [];
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, "write").mockImplementation((line) => lines.push(String(line)) > 0);

    await ask("GET /broken");

    expect(lines.join()).toContain('"error":"TypeError"');
    expect(lines.join()).toContain("http.test.ts");
    expect(lines.join()).not.toContain("ann@example.org");
  });
});

/** Programs rely on these. */
const statuses: Readonly<Record<ProblemSlug, number>> = {
  "malformed-body": 400,
  "no-session": 401,
  "cross-site": 403,
  "code-wrong": 404,
  "link-unknown": 404,
  "no-copy": 404,
  "not-found": 404,
  "code-required": 409,
  "copy-held": 409,
  "link-required": 409,
  "copy-not-ready": 409,
  "too-late": 409,
  "copy-gone": 410,
  "content-type": 415,
  "download-code-wrong": 422,
  "reference-wrong": 422,
  "too-young": 422,
  "codes-spent": 429,
  "network-spent": 429,
  failed: 500,
  "try-later": 503,
};

describe("a problem document", () => {
  test.each(Object.entries(statuses) as [ProblemSlug, number][])("of %s has status %i", (slug, status) => {
    const answer = tellProblem(site, { wantsPage: false }, problem(slug));

    expect(answer).toMatchObject({ status, contentType: "application/problem+json" });
    expect(JSON.parse(answer.body ?? "")).toEqual({
      type: `${site.url}/problems/${slug}`,
      title: expect.stringMatching(/\w/),
      status,
      detail: expect.stringMatching(/\.$/),
    });
  });

  test("says when to come back, to people too", () => {
    for (const wantsPage of [true, false])
      expect(tellProblem(site, { wantsPage }, problem("network-spent")).headers).toEqual({
        "retry-after": "600",
      });
  });

  test("points at each field as RFC 6901 has it, whatever its name", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (field) => {
        const answer = problemDocument(site.url, {
          ...problem("malformed-body"),
          fields: [{ field, detail: "wrong" }],
        });
        const { errors } = JSON.parse(answer.body ?? "") as { errors: { pointer: string }[] };
        const [hash = "", ...parts] = errors[0]?.pointer.split("/") ?? [];
        expect(hash).toBe("#");
        expect(decodeURIComponent(parts.join("/")).replaceAll("~1", "/").replaceAll("~0", "~")).toBe(field);
      }),
    );
  });
});
