import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalStack, startLocalStack } from "../../../infra/local/local-stack.ts";
import { synthesizeRuntimeStack, temporaryFolder } from "./runtime-stack.ts";

const folder = temporaryFolder();
let stack: LocalStack;

beforeAll(async () => {
  const assembly = synthesizeRuntimeStack(folder.path);
  stack = await startLocalStack({ data: `${folder.path}/data`, assembly });
});
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

const get = (path: string, init?: RequestInit) => fetch(`${stack.url}${path}`, init);
const post = (path: string, body: BodyInit, type: string) =>
  get(path, { method: "POST", body, headers: { "content-type": type } });

describe("an event of payload format 2.0", () => {
  it("carries path, query, headers, cookies and caller as API Gateway writes them", async () => {
    const answer = await get("/echo/a%20b?x=1&x=2&y=%C3%A9", {
      headers: { Cookie: "one=1; two=2", "X-Custom": "Yes" },
    });
    const event = await answer.json();
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /echo/{name}",
      rawPath: "/echo/a b",
      rawQueryString: "x=1&x=2&y=%C3%A9",
      cookies: ["one=1", "two=2"],
      headers: { "x-custom": "Yes", "x-forwarded-for": "127.0.0.1" },
      queryStringParameters: { x: "1,2", y: "é" },
      pathParameters: { name: "a b" },
      requestContext: {
        http: { method: "GET", path: "/echo/a b", sourceIp: "127.0.0.1" },
        stage: "$default",
      },
      isBase64Encoded: false,
    });
    expect(event).not.toHaveProperty("body");
  });

  it.each([
    ["application/json", false],
    ["application/json; charset=utf-8", false],
    ["text/plain", false],
    ["application/x-www-form-urlencoded", true],
    ["multipart/form-data; boundary=x", true],
    ["application/problem+json", true],
  ])("hands over a body of %s with isBase64Encoded %s", async (type, encoded) => {
    const event = (await (await post("/echo/x", "a=1", type)).json()) as Record<string, unknown>;
    expect([event.isBase64Encoded, event.body]).toEqual([encoded, encoded ? "YT0x" : "a=1"]);
  });
});

describe("an answer", () => {
  it("sets each cookie and the status the function chose", async () => {
    const answer = await post("/records", "note#1", "text/plain");
    expect([answer.status, answer.headers.getSetCookie(), await answer.text()]).toEqual([
      202,
      ["one=1; HttpOnly", "two=2"],
      "kept",
    ]);
  });

  it("is decoded from base64 when it says so", async () => {
    const answer = await get("/bytes");
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it("is 404 in API Gateway's words where no route leads", async () => {
    const answer = await get("/nowhere");
    expect([answer.status, await answer.json()]).toEqual([404, { message: "Not Found" }]);
  });

  it("is 413 for a body that a function cannot be handed", async () => {
    const seven = await post("/echo/x", "x".repeat(7 * 1024 * 1024), "text/plain");
    expect([seven.status, await seven.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
    expect((await post("/echo/x", "x".repeat(11 * 1024 * 1024), "text/plain")).status).toBe(413);
  });

  it("is 400 for a path that is not UTF-8", async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${stack.url}/echo/%ff`, (answer) => resolve(answer.resume().statusCode));
      sent.on("error", reject).end();
    });
    expect(status).toBe(400);
  });

  it("is 429 once a route's burst is spent, and only there", async () => {
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await get("/rare")).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await get("/bytes")).status).toBe(200);
  });
});

describe("a function's failure", () => {
  it("is a 500 that tells nothing, and the next request is served", async () => {
    for (const path of ["/throw", "/exit", "/hang"]) {
      const answer = await get(path);
      expect([path, answer.status, await answer.json()]).toEqual([
        path,
        500,
        { message: "Internal Server Error" },
      ]);
      expect((await get("/bytes")).status).toBe(200);
    }
    expect(stack.logs()).toContain("about to throw");
    expect(stack.logs()).toContain("the handler's own failure");
    expect(stack.logs()).toContain("Task timed out after 2.00 seconds");
  });

  it("reaches whoever invokes directly as an error", async () => {
    await expect(stack.invoke("Api", { routeKey: "GET /throw" })).rejects.toThrow(
      "the handler's own failure",
    );
  });
});

describe("a function", () => {
  it("knows this stack's own addresses, not those of the synthesis", async () => {
    expect(await (await get("/environment")).json()).toEqual({
      siteUrl: stack.url,
      endpoint: stack.gateway.url,
    });
  });

  it("runs in more environments under concurrency, four at most", async () => {
    const meet = async () => (await get("/meet")).text();
    const environments = await Promise.all(Array.from({ length: 6 }, meet));
    expect(new Set(environments).size).toBe(4);
    expect(environments).toContain(await meet());
  });
});

describe("CORS", () => {
  const preflight = (origin: string) =>
    get("/records", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
    });

  it("answers the preflight of an allowed origin without the function", async () => {
    const answer = await preflight("https://www.example.org");
    expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([
      204,
      {
        "access-control-allow-origin": "https://www.example.org",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "content-type",
        "access-control-max-age": "3600",
      },
    ]);
  });

  it("allows nothing to another origin", async () => {
    const answer = await preflight("https://evil.example");
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([204, null]);
  });

  it("marks the answers to an allowed origin", async () => {
    const answer = await get("/bytes", { headers: { Origin: "https://www.example.org" } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://www.example.org");
  });
});
