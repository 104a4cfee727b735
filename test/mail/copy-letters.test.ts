import { describe, expect, it } from "vitest";
import { downloadCode } from "../../functions/mail/letters/download-code.ts";
import { exportReady } from "../../functions/mail/letters/export-ready.ts";
import { confirmation, controller, copyReady } from "./given.ts";

const { reference, siteUrl, token, code } = confirmation;

describe("the letters about a copy", () => {
  it("lead to the status page and never to the data, and say until when and what is missing", () => {
    const { text } = exportReady(copyReady);
    expect(text.match(/https?:\/\/\S+/g)?.[0]).toBe(`${siteUrl}/request#${token}`);
    expect(text).toContain("until 1 December 2026, 14:05 UTC");
    expect(text).toContain("- documents that you attached");
    expect(text).toContain("a code sent to this address");
    const whole = exportReady({ ...copyReady, right: "confirm", missing: [] }).text;
    expect(whole).not.toContain("not complete");
    expect(whole).toContain("a code sent to this address");
  });

  it("carry the code without any link, and say how long it works", () => {
    const text = downloadCode({ controller, right: "access", reference, code, codeLifetime: 600 }).text;
    expect(text).toContain("Code:\n7Q2M0V9K");
    expect(text).toContain("works once, within 10 minutes");
    expect(text).not.toMatch(/https?:/);
  });
});
