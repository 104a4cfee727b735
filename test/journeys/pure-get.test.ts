import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { changes, getPaths, postPaths, sessionPaths } from "./surface.ts";
import { json, type Reply } from "./visitor.ts";

const site = await given.localStack();

/** OWASP ASVS 3.4, one row per header: what it must say on every answer of a function. */
const table: Readonly<Record<string, RegExp>> = {
  "strict-transport-security": /^max-age=(\d{8,}); includeSubDomains/,
  "content-security-policy": /^default-src 'none'; .*frame-ancestors 'none'/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^(same-origin|no-referrer)$/,
  "cache-control": /^no-store$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
};

function expectSafe(reply: Reply): void {
  for (const [name, wanted] of Object.entries(table)) expect(String(reply.headers[name])).toMatch(wanted);
  expect(reply.headers["content-security-policy"]).not.toMatch(/unsafe-|\*|data:/);
  expect(reply.headers.server).toBeUndefined();
  expect(reply.headers["x-powered-by"]).toBeUndefined();
  if (String(reply.headers["content-type"]).startsWith("text/html")) {
    expect(reply.text).not.toMatch(/\sstyle=|\son[a-z]+=|<style|javascript:/i);
    expect(reply.text).not.toMatch(/(?:src|href)="(?!\/|https:|mailto:|#)/);
  }
}

describe("every answer", () => {
  it.each(["GET", "HEAD"])("to %s carries the security headers", async (method) => {
    for (const path of getPaths)
      for (const visitor of [site.browser(), site.program()]) {
        const reply = await visitor.send(method, path);
        expectSafe(reply);
        expect(reply.status).toBeLessThan(500);
        if (method === "HEAD") expect(reply.text).toBe("");
      }
  });

  it("to POST carries them too, refused or taken", async () => {
    for (const path of [...postPaths, ...sessionPaths, "/none"])
      for (const visitor of [site.browser(), site.program()]) {
        for (const body of [json({}), { type: "text/plain", bytes: "x" }, { type: undefined, bytes: "" }])
          expectSafe(await visitor.post(path, body));
        expectSafe(await visitor.post(path, json({}), { "sec-fetch-site": "cross-site" }));
      }
    const taken = await site.program().post("/forms/newsletter", json(given.newsletter(given.address())));
    expect(taken.status).toBe(202);
    expectSafe(taken);
    await site.settled();
  });

  it("to what nobody foresaw carries them too, and says nothing of what it was", async () => {
    const action = "dynamodb:TransactWriteItems";
    const back = site.gateway.inject({ action, when: "before", times: 20 });
    const failed = await site.program().post("/forms/newsletter", json(given.newsletter(given.address())));
    back();
    expect([500, 503]).toContain(failed.status);
    expectSafe(failed);
    expect(failed.text).not.toMatch(/dynamo|ServiceUnavailable|\bat \S+ \(|example\.org/i);
  });
});

describe("GET, HEAD and OPTIONS", () => {
  const path = fc.oneof(
    fc.constantFrom(...getPaths, ...postPaths, ...sessionPaths),
    fc
      .array(fc.string({ unit: "grapheme" }).map(encodeURIComponent), { maxLength: 4 })
      .map((parts) => `/${parts.join("/")}`),
  );
  const query = fc.dictionary(
    fc.constantFrom("token", "reference", "code", "again", "email", "__proto__", "right", "confirm"),
    fc.oneof(fc.string(), fc.constant("0123456789ABCDEF"), fc.constant("A".repeat(69))),
  );
  const headers = fc.record(
    {
      accept: fc.constantFrom("text/html", "application/json", "*/*", ""),
      cookie: fc.constantFrom("__Host-habeas=x", `__Host-habeas-request=${"a".repeat(69)}`, "=;=;"),
      "x-http-method-override": fc.constantFrom("POST", "DELETE"),
    },
    { requiredKeys: [] },
  );

  it("change nothing, wherever they go and whatever they carry", async () => {
    const before = await site.tables.everything();
    site.gateway.clear();
    const program = site.program();
    const methods = fc.constantFrom("GET", "HEAD", "OPTIONS");
    await fc.assert(
      fc.asyncProperty(methods, path, query, headers, async (method, to, asked, carried) => {
        const reply = await program.send(method, `${to}?${new URLSearchParams(asked)}`, undefined, carried);
        expect(reply.status).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
    expect(changes(site.calls())).toEqual([]);
    expect(await site.tables.everything()).toEqual(before);
  });
});
