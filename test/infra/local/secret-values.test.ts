import { describe, expect, test } from "vitest";
import { generateSecret } from "../../../infra/local/secret-values.ts";

describe("a generated secret", () => {
  test("has 32 characters with one of each kind, unless told otherwise", () => {
    const secret = generateSecret({});
    expect(secret).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[!-/:-@[-`{-~]/]) expect(secret).toMatch(kind);
  });

  test("keeps to the length and leaves out what is excluded", () => {
    const rules = { PasswordLength: 4096, ExcludePunctuation: true, ExcludeCharacters: "0Ol1" };
    expect(generateSecret(rules)).toMatch(/^[A-Za-km-zA-NP-Z2-9]{4096}$/);
  });

  test("is put into the template that comes with it", () => {
    const rules = { SecretStringTemplate: '{"user":"a"}', GenerateStringKey: "password", PasswordLength: 8 };
    expect(JSON.parse(generateSecret(rules))).toEqual({
      user: "a",
      password: expect.stringMatching(/^.{8}$/),
    });
  });

  test("differs every time", () => {
    expect(new Set(Array.from({ length: 50 }, () => generateSecret({}))).size).toBe(50);
  });

  test("cannot be drawn from no character at all", () => {
    const nothing = {
      ExcludeLowercase: true,
      ExcludeUppercase: true,
      ExcludeNumbers: true,
      ExcludePunctuation: true,
    };
    expect(() => generateSecret(nothing)).toThrow("excludes every character");
  });
});
