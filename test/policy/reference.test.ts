import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CODE_ALPHABET,
  Code,
  inFours,
  Reference,
  subjectIn,
  Token,
} from "../../functions/policy/reference.ts";
import {
  newBrowserSecret,
  newCode,
  newReference,
  newToken,
  sameDigest,
} from "../../functions/records/secrets.ts";
import { somebody } from "../records/given.ts";

const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...CODE_ALPHABET), { minLength: length, maxLength: length })
    .map((made) => made.join(""));

/** As people type: in small letters, in groups, O for 0, I or L for 1. */
const typed = (text: string) =>
  fc
    .array(
      fc.record({ small: fc.boolean(), alike: fc.nat(2), gap: fc.constantFrom("", "", " ", "-", "\t") }),
      {
        minLength: text.length,
        maxLength: text.length,
      },
    )
    .map((ways) =>
      ways
        .map(({ small, alike, gap }, i) => {
          const alikes: Readonly<Record<string, string>> = { 0: "0OO", 1: "1IL" };
          const letter = alikes[text[i] ?? ""]?.[alike] ?? text[i] ?? "";
          return gap + (small ? letter.toLowerCase() : letter);
        })
        .join(""),
    );

describe.each([
  ["a reference", Reference, 16],
  ["a code", Code, 8],
] as const)("%s", (_, schema, length) => {
  test("is read however it is typed", () => {
    fc.assert(
      fc.property(
        letters(length).chain((text) => fc.tuple(fc.constant(text), typed(text))),
        ([text, as]) => {
          fc.pre(as.length <= 60);
          expect(schema.parse(as)).toBe(text);
        },
      ),
    );
  });

  test("is itself when it is written in fours", () => {
    fc.assert(
      fc.property(letters(length), (text) => {
        const written = inFours(schema.parse(text));
        expect(written).toMatch(/^(\w{4}-)+\w{4}$/);
        expect(schema.parse(written)).toBe(text);
      }),
    );
  });

  test("is nothing else", () => {
    const values = fc.oneof(
      fc.anything(),
      fc.string({ maxLength: 100 }),
      letters(length - 1),
      letters(length + 1),
    );
    fc.assert(
      fc.property(values, (value) => {
        const read = schema.safeParse(value);
        if (read.success) expect(read.data).toMatch(new RegExp(`^[${CODE_ALPHABET}]{${length}}$`));
      }),
    );
    expect(schema.safeParse("U".repeat(length)).success).toBe(false);
    expect(schema.safeParse(`${"A".repeat(length)}${" ".repeat(60)}`).success).toBe(false);
  });
});

describe("a token", () => {
  test("says whose it is, and carries 256 bits", () => {
    const ann = somebody();
    const token = newToken(ann);

    expect(subjectIn(token)).toBe(ann);
    expect(Buffer.from(token.slice(ann.length), "base64url")).toHaveLength(32);
  });

  test.each([
    "",
    "abc",
    "A".repeat(69),
    `${newToken(somebody())} `,
    newToken(somebody()).slice(1),
    newBrowserSecret(),
  ])("is not %j", (text) => {
    expect(Token.safeParse(text).success).toBe(false);
  });
});

test("codes and references use every letter of the alphabet alike", () => {
  const drawn = Array.from({ length: 2000 }, () => newReference() + newCode()).join("");
  const counts = [...CODE_ALPHABET].map((letter) => drawn.split(letter).length - 1);

  // 48,000 letters, 1,500 of each: six standard deviations are 229.
  expect(Math.min(...counts)).toBeGreaterThan(1271);
  expect(Math.max(...counts)).toBeLessThan(1729);
});

test("digests are the same only if they are", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(sameDigest(one, other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      expect(sameDigest(one, one)).toBe(true);
    }),
  );
});
