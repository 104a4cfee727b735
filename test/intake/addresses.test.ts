import { expect, test } from "vitest";
import { message, problemsOf, read } from "./given.ts";

test.each([
  ["müller@example.de", /cannot send e-mail to an address with letters/],
  ["李@example.cn", /cannot send e-mail to an address with letters/],
  ["\u200bann@example.org", /invisible characters/],
  ["Ann <ann@example.org>", /not an e-mail address/],
  ["ann@müller", /not an e-mail address/],
])("the address %j is refused, and what is wrong with it is said", (email, why) => {
  expect(problemsOf(read("contact", { ...message, email }))).toEqual({ email: expect.stringMatching(why) });
});
