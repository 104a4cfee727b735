import { createRequire } from "node:module";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { rightsForm } from "../../functions/intake/rights-form.ts";
import { birthDateField, countryField } from "../../functions/policy/age-gate.ts";
import { Right } from "../../functions/policy/rights.ts";
import { given } from "../given.ts";
import { changes, postPaths } from "./surface.ts";
import { json, multipart, urlencoded } from "./visitor.ts";

const list = createRequire(import.meta.url)("big-list-of-naughty-strings") as string[];
const naughty = [
  ...list,
  ...[
    "\u0000",
    "a\u0000b",
    "\ud800",
    "x\udfffy",
    "\u202Eright to left",
    "\uFEFF",
    "\u2028",
    "\r\nBcc: eve@example.org",
    "%0d%0a",
    "#{7*7}{{7*7}}<%= 7*7 %>",
  ],
  "x".repeat(64 * 1024),
  "é".repeat(32 * 1024),
  "\u202e".repeat(64 * 1024),
];

const site = await given.localStack();
const program = site.program();
const browser = site.browser();

/** By path, every name that it asks for, files aside. */
const fields = new Map<string, readonly string[]>([
  ...[
    ...forms.map((form) => [`/forms/${form.slug}`, form] as const),
    ...Right.options.map((right) => [`/rights/${right}`, rightsForm(right)] as const),
  ].map(
    ([path, form]) =>
      [
        path,
        [...form.fields, ...form.consents, birthDateField, countryField].map(({ name }) => name),
      ] as const,
  ),
  ["/sent", ["reference"]],
  ["/verify", ["token", "reference", "code"]],
  ["/request/session", ["token"]],
]);
/** The path whose turn it is: over the whole list each gets its share. */
const turn = (index: number) => postPaths[index % postPaths.length] ?? "/";

let before: unknown;
beforeEach(async () => {
  before = await site.tables.everything();
  site.gateway.clear();
});
afterEach(async () => {
  expect(changes(site.calls())).toEqual([]);
  expect(await site.tables.everything()).toEqual(before);
  expect(site.logs()).not.toMatch(/"level":"ERROR"/);
});

/** The elements of a page with the names of their attributes: what a text that broke out would add to. */
function anatomy(page: string): Set<string> {
  const tags = [...page.matchAll(/<(\/?[a-z!][^\s>/]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/gi)];
  return new Set(
    tags.map(([, name, attributes = ""]) => {
      const names = [...attributes.replace(/="[^"]*"/g, "").matchAll(/[^\s/]+/g)].map(([one]) => one).sort();
      return `${name?.toLowerCase()} ${names.join(" ")}`.trim();
    }),
  );
}

describe(`each of ${naughty.length} naughty strings, in every field of a route in turn`, () => {
  it("is refused with a problem document", async () => {
    for (const [index, text] of naughty.entries()) {
      const path = turn(index);
      const body = Object.fromEntries((fields.get(path) ?? []).map((name) => [name, text]));
      const { status, text: answer } = await program.post(path, json(body));
      expect([404, 409, 422], `${path} ${JSON.stringify(text.slice(0, 80))}: ${answer}`).toContain(status);
    }
  });

  it("is refused with a page that it cannot break out of", async () => {
    const harmless = new Map<string, Set<string>>();
    for (const path of postPaths) {
      const plain = Object.fromEntries((fields.get(path) ?? []).map((name) => [name, "plain"]));
      const page = await browser.post(path, urlencoded(plain));
      const empty = await browser.post(path, urlencoded({ nonsense: "x" }));
      const both = [...anatomy(page.text), ...anatomy(empty.text)];
      const marked = [...both, ...both.map((one) => one.replace("value", "").trim())];
      harmless.set(path, new Set(marked));
    }
    for (const [index, text] of naughty.entries()) {
      const path = turn(index + 7);
      const body = Object.fromEntries((fields.get(path) ?? []).map((name) => [name, text.toWellFormed()]));
      const sent = index % 2 === 0 ? urlencoded(body) : await multipart(body);
      const page = await browser.post(path, sent);
      expect([400, 404, 409, 422], `${path} ${JSON.stringify(text.slice(0, 80))}`).toContain(page.status);
      const foreign = [...anatomy(page.text)].filter((one) => !isKnown(one, harmless.get(path)));
      expect(foreign, `${path} ${JSON.stringify(text.slice(0, 80))}`).toEqual([]);
    }
  });

  it("is refused as the name of a field, and as a cookie", async () => {
    for (const [index, text] of naughty.entries()) {
      const path = turn(index + 11);
      const { status } = await program.post(path, json({ [text]: text, email: text }));
      expect([404, 409, 422]).toContain(status);
      const cookie = `__Host-habeas=${encodeURIComponent(text.toWellFormed()).slice(0, 4000)}`;
      expect((await program.get("/request", { cookie })).status).toBe(401);
    }
  });
});

/** A wrong field has one message more; nothing else of it may differ. */
const isKnown = (part: string, known: Set<string> | undefined) =>
  known?.has(part) === true ||
  /^(input|select|textarea|option) [a-z -]+$/.test(part.replace(/ on[a-z]+/g, " ON"));

describe("anything that JSON can say", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.constantFrom(...naughty.slice(0, -3)),
  );
  const value = fc.oneof(fc.jsonValue(), anyText, fc.constant("9".repeat(400)), fc.double());
  const noAddress = (text: unknown) => typeof text !== "string" || !text.includes("@");

  it("in any fields of any route is refused, and nothing is kept", async () => {
    const bodies = fc.constantFrom(...postPaths).chain((path) => {
      const names = fields.get(path) ?? [];
      const known = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: names.length });
      const others = fc.dictionary(anyText, value, { maxKeys: 3 });
      return fc.record({
        path: fc.constant(path),
        body: fc.tuple(known, others).map(([one, two]) => ({ ...two, ...one })),
      });
    });
    await fc.assert(
      fc.asyncProperty(bodies, async ({ path, body }) => {
        fc.pre(noAddress((body as { email?: unknown }).email));
        const { status } = await program.post(path, json(body));
        expect([400, 404, 409, 422]).toContain(status);
      }),
      { numRuns: 500 },
    );
    expect(Object.prototype).not.toHaveProperty("email");
  });
});
