import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Letter } from "../../functions/mail/letter.ts";
import { confirmForm } from "../../functions/mail/letters/confirm-form.ts";
import { confirmReferral } from "../../functions/mail/letters/confirm-referral.ts";
import { confirmRequest } from "../../functions/mail/letters/confirm-request.ts";
import { copyWithdrawn } from "../../functions/mail/letters/copy-withdrawn.ts";
import { downloadCode } from "../../functions/mail/letters/download-code.ts";
import { erasureDone } from "../../functions/mail/letters/erasure-done.ts";
import { exportReady } from "../../functions/mail/letters/export-ready.ts";
import { requestCancelled } from "../../functions/mail/letters/request-cancelled.ts";
import { requestDone } from "../../functions/mail/letters/request-done.ts";
import { requestNoted } from "../../functions/mail/letters/request-noted.ts";
import { requestReceived } from "../../functions/mail/letters/request-received.ts";
import { requestRefused } from "../../functions/mail/letters/request-refused.ts";
import { lifetime } from "../../functions/mail/plain-words.ts";
import { scheduleOf } from "../../functions/policy/retention-schedule.ts";
import { Right, rights } from "../../functions/policy/rights.ts";
import { confirmation, controller, copyReady, outcomes } from "./given.ts";

const dueBy = Temporal.PlainDate.from("2026-12-24");
const receivedAt = "2026-11-24T09:30:59.999Z";
const { reference, siteUrl, token } = confirmation;

const asking: Record<string, Letter> = {
  "confirm-form": confirmForm({ ...confirmation, form: { title: "Ask us & “more”" } }),
  "confirm-request": confirmRequest({ ...confirmation, right: "erase", dueBy }),
  "confirm-referral": confirmReferral(confirmation),
};
const telling: Record<string, Letter> = {
  "request-received": requestReceived({
    controller,
    siteUrl,
    right: "access",
    reference,
    dueBy,
    statusToken: token,
    statusLinkLifetime: 120 * 86_400,
  }),
  "request-received, cooling off": requestReceived({
    controller,
    siteUrl,
    right: "erase",
    reference,
    dueBy,
    statusToken: token,
    statusLinkLifetime: 120 * 86_400,
    coolingOffEnds: "2026-11-25T14:05:59Z",
  }),
  "request-noted": requestNoted({
    controller,
    right: "opt-out",
    reference,
    dueBy,
    receivedAt,
    isRead: false,
  }),
  "request-cancelled": requestCancelled({ controller, right: "erase", reference }),
  "request-done": requestDone({ controller, right: "object", reference, regime: "eu" }),
  "request-refused": requestRefused({
    controller,
    right: "erase",
    reference,
    regime: "eu",
    ground: "legal-claim",
  }),
  "download-code": downloadCode({
    controller,
    right: "access",
    reference,
    code: confirmation.code,
    codeLifetime: 600,
  }),
  "export-ready": exportReady(copyReady),
  "copy-withdrawn": copyWithdrawn({ controller, siteUrl, right: "access", reference, regime: "eu" }),
  "erasure-done": erasureDone({ controller, right: "erase", reference, regime: "uk", outcomes }),
};

/** What a reader of the HTML sees, well enough for these letters. */
const seen = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

describe.each(Object.entries({ ...asking, ...telling }))("the letter %s", (_name, letter) => {
  it("has no link in words that a telephone's screen is too narrow for", () => {
    const written = [...letter.html.matchAll(/<p([^>]*)>(?:(?!<\/p>).)*>https?:/gs)];
    for (const [paragraph, attributes] of written) expect(attributes, paragraph).toContain("word-break");
  });

  it("names the controller, its address and its e-mail, and why it came", () => {
    for (const body of [letter.text, seen(letter.html)]) {
      expect(body).toContain(controller.name);
      expect(body).toContain(controller.address);
      expect(body).toContain(controller.email);
      expect(body).toContain("You get this");
    }
  });

  it("says what to do when it was not you, or nothing at all", () => {
    expect(letter.text).toContain("need not do anything");
  });

  it("carries the reference", () => {
    expect(letter.text).toContain("Reference: ABCD-0123-EFGH-4567");
    expect(seen(letter.html)).toContain("ABCD-0123-EFGH-4567");
  });

  it("says the same in text and in HTML", () => {
    const words = (body: string) => new Set(body.match(/[\p{L}\p{N}]{4,}/gu));
    const [text, html] = [words(letter.text), words(seen(letter.html))];
    expect([...text].filter((word) => !html.has(word))).toEqual([]);
  });

  it("loads nothing from anywhere and runs nothing", () => {
    expect(letter.html).not.toMatch(
      /<(img|script|link|iframe|object|style|form)\b|src=|url\(|@import|\son\w+=/i,
    );
    const hosts = [...letter.html.matchAll(/https?:\/\/[^/"<]+/g)].map(([origin]) => origin);
    // Ours, and the authority's to which one can complain.
    expect(new Set(hosts).size).toBeLessThanOrEqual(2);
  });

  it("escapes what it is given", () => {
    expect(letter.html).toContain("Anhui Huami &amp; Söhne &lt;Test");
    expect(letter.html).not.toContain("<Test>");
  });

  it("has a subject on one line that says nothing of the case", () => {
    expect(letter.subject).not.toMatch(/[\r\n]/);
    expect(letter.subject.length).toBeLessThan(70);
    for (const { title } of Object.values(rights)) expect(letter.subject).not.toContain(title);
  });
});

describe.each(Object.entries(asking))("the letter %s asks for a confirmation and", (_name, letter) => {
  it("carries the link with the token in its fragment, alone on its line", () => {
    expect(letter.text.split("\n")).toContain(`${siteUrl}/verify#${token}`);
    expect(letter.html).toContain(`href="${siteUrl}/verify#${token}"`);
  });

  it("carries the code, and says where to type it and how long both live", () => {
    expect(letter.text).toContain("Code:\n7Q2M0V9K");
    expect(letter.text).toContain(`${siteUrl}/sent`);
    expect(letter.text).toContain("24 hours");
    expect(letter.text).toContain("10 minutes");
  });

  it("promises to forget in the time that the schedule sets", () => {
    expect(letter.text).toContain("after 7 days");
    expect(scheduleOf(controller).unverified.period).toBe("P7D");
    const sooner = { ...controller, retention: { unverified: "P2D" as const } };
    expect(confirmForm({ ...confirmation, controller: sooner, form: { title: "Contact" } }).text).toContain(
      "after 2 days",
    );
  });
});

describe("the letters about a rights request", () => {
  it.each(Right.options)("say what “%s” does, and by when", (right) => {
    for (const letter of [
      confirmRequest({ ...confirmation, right, dueBy }),
      requestNoted({ controller, right, reference, dueBy, receivedAt, isRead: true }),
    ]) {
      expect(letter.text).toContain(rights[right].introduction);
      expect(letter.text).toContain("24 December 2026");
    }
  });

  it("say before the click that the code is needed, where it is", () => {
    const words = (right: Right) => confirmRequest({ ...confirmation, right, dueBy }).text;
    expect(words("access")).toContain("in the browser in which you filled in the form");
    expect(words("correct")).toContain("we also ask for the code");
    expect(words("complaint")).toContain("One click is enough.");
  });

  it("lead to the status page and say how long the link lives", () => {
    const text = telling["request-received"]?.text;
    expect(text).toContain(`${siteUrl}/request#${token}`);
    expect(text).toContain("120 days");
  });
});

describe("a lifetime in words", () => {
  it.each([
    [86_400, "24 hours"],
    [172_800, "2 days"],
    [3_600, "1 hour"],
    [600, "10 minutes"],
    [90, "90 seconds"],
  ])("%i seconds: %s", (seconds, words) => {
    expect(lifetime(seconds)).toBe(words);
  });
});
