import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { changes, intakePaths, postPaths } from "./surface.ts";
import { type Body, json, multipart, type Reply, urlencoded } from "./visitor.ts";

const site = await given.localStack();
const program = site.program();
const browser = site.browser();
const oneOfEach = ["/forms/contact", "/rights/access", "/verify", "/sent", "/request/session"];
let before: unknown;

beforeAll(async () => {
  before = await site.tables.everything();
});

const asJson = (bytes: string | Uint8Array): Body => ({ type: "application/json", bytes });
const nested = (levels: number) => `${'{"a":['.repeat(levels)}${"]}".repeat(levels)}`;
const mebibyte = "x".repeat(1024 * 1024);
/** Two accents that NFC puts into the other order, over and over. */
const accents = `a${"\u0315\u0300".repeat(256 * 1024)}`;
const manyParts = `--b\r\ncontent-disposition: form-data; name="email"\r\n\r\nx\r\n`.repeat(20_000);
const badUtf8 = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0xff, 0x22, 0x7d]);
const twoParts = await multipart({ email: "ann@example.org", nonsense: "x" });

/** Bodies that are wrong by themselves, and the answers that are right for them on some route. */
const wrong: Readonly<Record<string, readonly [Body, readonly number[]]>> = {
  "malformed JSON": [asJson('{"email": "ann@example.org"'), [400]],
  "JSON with a byte order mark": [asJson("\uFEFF{}"), [400, 404, 422]],
  "a list": [asJson("[]"), [400]],
  "a text": [asJson('"email"'), [400]],
  null: [asJson("null"), [400]],
  nothing: [asJson(""), [400]],
  // The HTTP API hands JSON over as text, with U+FFFD for what was no UTF-8; a field that has one is refused.
  "bad UTF-8 in JSON": [asJson(badUtf8), [400, 404, 422]],
  "bad UTF-8, urlencoded": [
    { type: "application/x-www-form-urlencoded", bytes: Buffer.from("email=\xff\xfe", "latin1") },
    [400],
  ],
  "bad percent encoding": [{ type: "application/x-www-form-urlencoded", bytes: "email=%ff%zz&%=%" }, [400]],
  "10,000 levels": [asJson(nested(10_000)), [400, 404, 422]],
  "10,000 levels in a field": [
    asJson(`{"email":${nested(10_000)},"token":${nested(5000)},"reference":[[[]]]}`),
    [400, 404, 422],
  ],
  "10,000 fields": [asJson(`{${Array.from({ length: 10_000 }, (_, n) => `"f${n}":1`).join()}}`), [404, 422]],
  "the same name twice": [asJson('{"email":"a","email":"b","token":"a","token":{"b":1}}'), [404, 422]],
  "the same name twice, urlencoded": [
    { ...urlencoded({}), bytes: "email=a&email=b&token=a&token=b&reference=a&reference=b" },
    [404, 422],
  ],
  "one name 180,000 times": [{ ...urlencoded({}), bytes: "email&".repeat(180_000) }, [404, 422]],
  "one name 20,000 times in multipart": [
    { type: "multipart/form-data; boundary=b", bytes: `${manyParts}--b--\r\n` },
    [404, 422],
  ],
  "names of the prototype": [
    asJson('{"__proto__":{"email":"a@example.org","token":"x"},"constructor":{"prototype":{}},"toString":1}'),
    [404, 422],
  ],
  "names of the prototype, urlencoded": [
    urlencoded({ __proto__x: "1", "__proto__[email]": "a@example.org", constructor: "1" }),
    [404, 422],
  ],
  "1 MiB in every field": [
    asJson(JSON.stringify({ email: mebibyte, token: mebibyte, reference: mebibyte, code: mebibyte })),
    [404, 422],
  ],
  "1 MiB of accents": [
    asJson(JSON.stringify({ email: accents, message: accents, details: accents, token: accents })),
    [404, 422],
  ],
  "1 MiB in a name": [asJson(JSON.stringify({ [mebibyte]: 1 })), [404, 422]],
  "1 MiB of quotation marks": [
    urlencoded({ email: '"'.repeat(1024 * 1024), message: '"<'.repeat(1024 * 1024) }),
    [404, 413, 422],
  ],
  "more than 6 MB": [asJson(JSON.stringify({ email: "x".repeat(6 * 1024 * 1024 + 1) })), [413]],
  "more than 10 MB": [asJson(Buffer.alloc(10 * 1024 * 1024 + 1, " ")), [413]],
  "multipart without its boundary": [{ type: "multipart/form-data", bytes: twoParts.bytes }, [400]],
  "multipart that was cut off": [{ type: twoParts.type, bytes: twoParts.bytes.slice(0, 60) }, [400]],
  "multipart with files where words are asked": [
    await multipart({ email: new File(["x"], "e.txt"), token: new File(["x"], "t") }),
    [404, 422],
  ],
  XML: [
    {
      type: "application/xml",
      bytes: "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><email>&y;</email>",
    },
    [415],
  ],
  "plain text": [{ type: "text/plain", bytes: '{"email":"ann@example.org"}' }, [415]],
  "no content type": [{ type: undefined, bytes: '{"email":"ann@example.org"}' }, [415]],
  "a content type that is none": [{ type: ";;;=\u00e9", bytes: "{}" }, [415]],
  "an unknown charset": [{ type: "application/json; charset=utf-7", bytes: "+AHs-" }, [400]],
};

/** A problem document for programs, with a stable type; a page for people. The HTTP API's own 413 is neither. */
function expectProblem(reply: Reply, accepts: "json" | "html"): void {
  if (reply.status === 413 && reply.headers["content-type"] === "application/json") return;
  if (accepts === "html") {
    expect(reply.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(reply.text).toMatch(/^<!doctype html>/i);
    return;
  }
  expect(reply.headers["content-type"]).toBe("application/problem+json");
  expect(reply.json()).toMatchObject({
    type: expect.stringMatching(/\/problems\/[a-z-]+$/),
    title: expect.any(String),
    detail: expect.any(String),
    status: reply.status,
  });
}

describe.each(Object.entries(wrong))("%s", (_, [body, answers]) => {
  it("is answered with a problem on every route, and nothing is kept", async () => {
    site.gateway.clear();
    // What is large goes to one route of each kind: all of them would take minutes.
    const paths = Buffer.byteLength(body.bytes) > 100_000 ? oneOfEach : postPaths;
    for (const path of paths) {
      const reply = await program.post(path, body);
      expect(answers, `${path}: ${reply.status} ${reply.text.slice(0, 300)}`).toContain(reply.status);
      expectProblem(reply, "json");
    }
    for (const path of oneOfEach) {
      const reply = await browser.post(path, body);
      expect(answers, `${path}: ${reply.status}`).toContain(reply.status);
      expectProblem(reply, "html");
    }
    expect(changes(site.calls())).toEqual([]);
  });
});

describe("what is wrong with one field", () => {
  it.each(intakePaths)("is named by a pointer to it: %s", async (path) => {
    const reply = await program.post(path, json({ email: "not-an-address", nonsense: "x" }));
    expect(reply.status).toBe(422);
    const { errors } = reply.json() as { errors: { pointer: string; detail: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toContain("#/email");
    expect(errors.map(({ detail }) => detail).join()).toContain("“nonsense”");
  });

  it("stands beside the field in the page, with what was typed kept", async () => {
    const typed = { email: "ann@", message: 'A "quoted" <message> & more' };
    const page = await browser.post("/forms/contact", urlencoded(typed));
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="field-email-error"');
    expect(page.text).toContain('value="ann@"');
    expect(page.text).toContain("&lt;message> &amp; more");
    expect(page.text).not.toContain("<message>");
  });
});

describe("a child", () => {
  it("is refused kindly, and nothing is kept", async () => {
    site.gateway.clear();
    const birthDate = `${new Date().getFullYear() - 10}-01-01`;
    const child = { ...given.newsletter(given.address()), birthDate };
    const reply = await program.post("/forms/newsletter", json(child));
    expect([reply.status, reply.json().type]).toEqual([422, `${site.url}/problems/too-young`]);
    const page = await browser.post("/forms/newsletter", urlencoded({ ...child, newsletter: "yes" }));
    expect(page.status).toBe(422);
    expect(page.text).not.toContain(birthDate);
    expect(site.calls()).toEqual([]);
  });
});

describe("what there is not", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s is answered with 404", async (method) => {
    for (const path of [
      "/none",
      "/forms/none",
      "/rights/none",
      "/forms/newsletter/",
      "/%2e%2e/x",
      "/forms/%00",
    ]) {
      expect((await program.send(method, path, json({}))).status).toBe(404);
    }
    if (method !== "POST")
      expect((await program.send(method, "/forms/newsletter", json({}))).status).toBe(404);
    expect((await program.send(method, "/%ff", json({}))).status).toBe(400);
  });
});

afterAll(async () => {
  expect(await site.tables.everything()).toEqual(before);
  expect(site.logs()).not.toMatch(/"level":"ERROR"/);
});
