import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBody } from "../../functions/edge/body.ts";
import { request } from "./given.ts";

const read = (contentType: string, body: string | Uint8Array) =>
  readBody(request({ headers: { "content-type": contentType }, body }));

async function valuesOf(contentType: string, body: string | Uint8Array) {
  const answer = await read(contentType, body);
  return answer.outcome === "read" ? [...answer.submitted.values] : answer.slug;
}

const URLENCODED = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";

describe("one form in three content types is the same", () => {
  const boundary = "----b";
  const part = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  test.each([
    [JSON_TYPE, '{"email":"ann@example.org","message":"a & b + é"}'],
    ["Application/JSON; charset=utf-8", '{"email":"ann@example.org","message":"a & b + \\u00e9"}'],
    [URLENCODED, "email=ann%40example.org&message=a+%26+b+%2B+%C3%A9"],
    [
      `multipart/form-data; boundary=${boundary}`,
      `${part("email", "ann@example.org")}${part("message", "a & b + é")}--${boundary}--\r\n`,
    ],
  ])("%s", async (contentType, body) => {
    expect(await valuesOf(contentType, body)).toEqual([
      ["email", "ann@example.org"],
      ["message", "a & b + é"],
    ]);
  });
});

test.each(["", "text/plain", "text/html", "application/xml", "application/jsonp", "json", "multipart/mixed"])(
  "the content type %j is not taken",
  async (contentType) => {
    expect(await valuesOf(contentType, "{}")).toBe("content-type");
  },
);

describe("JSON", () => {
  test.each([
    "",
    "{",
    "[]",
    "null",
    "1",
    '"text"',
    "{'a':1}",
    '{"a":1}x',
    "[".repeat(10_000),
    '{"a":'.repeat(10_000),
  ])("%.20s is not a form", async (body) => {
    expect(await valuesOf(JSON_TYPE, body)).toBe("malformed-body");
  });

  test("that is not UTF-8 is refused, not mended", async () => {
    expect(await valuesOf(JSON_TYPE, Buffer.from('{"a":"\xff"}', "latin1"))).toBe("malformed-body");
  });

  test("10,000 levels deep inside a field is read like any value", async () => {
    const values = await valuesOf(JSON_TYPE, `{"a":${"[".repeat(9000)}${"]".repeat(9000)}}`);

    expect(values).toMatchObject([["a", expect.anything()]]);
  });

  test("`__proto__` is a name like any other", async () => {
    expect(await valuesOf(JSON_TYPE, '{"__proto__":{"admin":true},"constructor":1}')).toEqual([
      ["__proto__", { admin: true }],
      ["constructor", 1],
    ]);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe("urlencoded", () => {
  test("names that come twice are a list", async () => {
    expect(await valuesOf(URLENCODED, "a=1&b=2&a=3&a=")).toEqual([
      ["a", ["1", "3", ""]],
      ["b", "2"],
    ]);
  });

  test.each(["a=%", "a=%zz", "a=%ff", "a=%c3", "%ff=1", "a=%ed%a0%80"])(
    "%s is refused, not mended",
    async (body) => {
      expect(await valuesOf(URLENCODED, body)).toBe("malformed-body");
    },
  );

  test("an empty body is an empty form", async () => {
    expect(await valuesOf(URLENCODED, "")).toEqual([]);
  });

  test("whatever a browser writes comes back", async () => {
    const text = fc.string({ unit: "grapheme" }).filter((made) => made.isWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }),
        async (pairs) => {
          expect(await valuesOf(URLENCODED, new URLSearchParams(pairs).toString())).toEqual(pairs);
        },
      ),
    );
  });
});

describe("multipart", () => {
  const sent = async (form: FormData) => {
    const made = new Response(form);
    return read(made.headers.get("content-type") ?? "", await made.bytes());
  };

  test("files come with name and bytes, apart from what was typed", async () => {
    const form = new FormData();
    form.append("email", "ann@example.org");
    form.append("cv", new File([new Uint8Array([0, 255, 13, 10])], "../../cv.pdf"));

    const answer = await sent(form);

    expect(answer.outcome === "read" && [...answer.submitted.values]).toEqual([["email", "ann@example.org"]]);
    expect(answer.outcome === "read" && [...answer.submitted.files]).toEqual([
      ["cv", [{ name: "../../cv.pdf", bytes: new Uint8Array([0, 255, 13, 10]) }]],
    ]);
  });

  test("a file that was not chosen is none", async () => {
    const form = new FormData();
    form.append("cv", new File([], ""));

    const answer = await sent(form);

    expect(answer.outcome === "read" && answer.submitted.files.size).toBe(0);
  });

  test.each([
    ["multipart/form-data", "x"],
    ["multipart/form-data; boundary=b", ""],
    ["multipart/form-data; boundary=b", "--b\r\nno header"],
    ["multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nunfinished'],
  ])("%s with %j is refused", async (contentType, body) => {
    expect(await valuesOf(contentType, body)).toBe("malformed-body");
  });
});

test("any bytes of any type are read or refused, and nothing breaks", async () => {
  const types = fc.constantFrom(
    JSON_TYPE,
    URLENCODED,
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=",
  );
  await fc.assert(
    fc.asyncProperty(types, fc.uint8Array({ maxLength: 200 }), fc.string(), async (type, bytes, text) => {
      for (const body of [
        bytes,
        text,
        `--b\r\nContent-Disposition: form-data; name="${text}"\r\n\r\n${text}\r\n--b--`,
      ])
        expect((await read(type, body)).outcome).toMatch(/^(read|problem)$/);
    }),
    { numRuns: 300 },
  );
});
