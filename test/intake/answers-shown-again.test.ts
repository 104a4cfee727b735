import { describe, expect, test } from "vitest";
import { message, read } from "./given.ts";

describe("what is shown again", () => {
  test("what was typed and ticked, but no character that a page cannot carry", () => {
    const answers = read("account", { email: "ann@", name: "A\u0000n\ud800n\ufffd", marketing: "on" });
    expect(answers).toMatchObject({ values: { email: "ann@", name: "Ann", marketing: "yes" } });
  });

  test("a text far too long comes back cut", () => {
    const answers = read("contact", { ...message, message: '"'.repeat(1_000_000) });
    expect(answers.outcome === "rejected" && answers.values.message?.length).toBe(8000);
  });
});
