import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalAddress } from "../../functions/policy/data-subject.ts";

const label = fc
  .stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/)
  .filter((made) => !made.startsWith("xn--"));
const local = fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,10}(\.[a-zA-Z0-9+_-]{1,10}){0,3}$/);
const address = fc
  .tuple(local, fc.array(label, { minLength: 1, maxLength: 3 }), fc.stringMatching(/^[a-z]{2,8}$/))
  .map(([name, labels, top]) => `${name}@${[...labels, top].join(".")}`)
  .filter((made) => canonicalAddress(made) !== undefined);

describe("two spellings of one address are the same:", () => {
  test.each([
    ["  ann@example.org\n", "ann@example.org"],
    ["Ann@Example.ORG", "ann@example.org"],
    ["ann@bücher.example", "ann@xn--bcher-kva.example"],
    ["ann@BU\u0308CHER.example", "ann@xn--bcher-kva.example"],
    ["ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"],
    ["ann@ｅｘａｍｐｌｅ.org", "ann@example.org"],
    ["o'brien+news@example.org", "o'brien+news@example.org"],
  ])("%j is %s", (typed, canonical) => {
    expect(canonicalAddress(typed)).toBe(canonical);
  });

  test("capitals and space around make no difference to any address", () => {
    fc.assert(
      fc.property(address, fc.stringMatching(/^[ \t\r\n]{0,3}$/), (made, space) => {
        expect(canonicalAddress(`${space}${made.toUpperCase()}${space}`)).toBe(canonicalAddress(made));
      }),
    );
  });

  test("what is canonical stays as it is", () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.emailAddress(), fc.string({ unit: "binary" })), (text) => {
        const canonical = canonicalAddress(text);
        fc.pre(canonical !== undefined);
        expect(canonicalAddress(canonical ?? "")).toBe(canonical);
      }),
    );
  });
});

test("dots and plus parts tell two people apart", () => {
  const people = ["ann.b@gmail.com", "annb@gmail.com", "annb+1@gmail.com"].map(canonicalAddress);

  expect(new Set(people).size).toBe(3);
});

describe("this is no address that mail can be sent to:", () => {
  test.each([
    "",
    " ",
    "ann",
    "@example.org",
    "ann@",
    "ann@localhost",
    "ann@example",
    "ann@@example.org",
    "ann b@example.org",
    "ann@exam ple.org",
    "ann..b@example.org",
    ".ann@example.org",
    "ann.@example.org",
    "ann@-example.org",
    "ann@example-.org",
    "ann@example..org",
    "ann@example.org.",
    "ann@.example.org",
    "ann@127.0.0.1",
    "ann@[127.0.0.1]",
    "ann@[IPv6:::1]",
    "ann@0x7f.1",
    "ann@example.123",
    "ann@example.org:25",
    "ann@example.org/path",
    "ann@example.org?x",
    "ann@example.org#x",
    "ann@ex%61mple.org",
    '"ann b"@example.org',
    "Ann <ann@example.org>",
    "ann@example.org, bob@example.org",
    "ann@example.org\r\nBcc: bob@example.org",
    "ann\u0000@example.org",
    "änn@example.org",
    "аnn@example.org",
    "ann@exam\u202eple.org",
    "ann@\ud800.org",
    `${"a".repeat(65)}@example.org`,
    `ann@${"a".repeat(64)}.org`,
    `ann@${`${"a".repeat(60)}.`.repeat(5)}org`,
  ])("%j", (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });
});

test("any text is an address in plain ASCII on one line, 254 characters at most, or none", () => {
  const nearly = fc
    .tuple(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }))
    .map(([one, other]) => `${one}@${other}.org`);
  fc.assert(
    fc.property(fc.oneof(nearly, address, fc.string({ unit: "binary", maxLength: 2000 })), (text) => {
      const canonical = canonicalAddress(text);
      if (canonical === undefined) return;
      expect(canonical).toMatch(/^[\x21-\x7e]{1,64}@[a-z0-9.-]+$/);
      expect(canonical.length).toBeLessThanOrEqual(254);
      expect(canonical).toBe(canonical.toLowerCase());
    }),
    { numRuns: 1000 },
  );
});

test("a local part of 64 octets and an address of 254 are the longest", () => {
  const domain = `${`${"d".repeat(61)}.`.repeat(3)}${"e".repeat(62)}.org`;

  expect(canonicalAddress(`${"a".repeat(64)}@example.org`)).toBeDefined();
  expect(canonicalAddress(`a@${domain}`)).toHaveLength(254);
  expect(canonicalAddress(`aa@${domain}`)).toBeUndefined();
});
