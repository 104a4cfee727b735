import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formBySlug } from "../../functions/intake/forms.ts";
import { assets } from "../../functions/pages/assets.ts";
import { problemPage } from "../../functions/pages/problem.tsx";
import { renderPage } from "../../functions/pages/render.ts";
import { dayInWords } from "../../functions/policy/days.ts";
import { controller, everyPage, pageNamed, refusedPage } from "./given.tsx";

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((found) => found[1] ?? "");
const ids = (html: string) => all(html, /\sid="([^"]*)"/g);

test("the page of what is kept how long says that of an erased person an id stays, and that it has no end", () => {
  const html = pageNamed("retention");
  expect(html).toContain("cannot be computed back");
  expect(html).toContain("without an end");
  expect(html).toMatch(/a request of yours that is not answered yet\s+keeps/);
});

describe.each(everyPage)("the page %s", (_name, html) => {
  test("names its language, its title, the controller and the notice", () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toMatch(/<title>[^<]+ – Example Ltd\.<\/title>/);
    expect(html).toContain("1 Way, Town");
    expect(html).toContain("mailto:privacy@example.org");
    expect(html).toContain("Privacy notice of 10 December 2021");
    // One in sight; what a link's fragment opens has its own.
    expect(
      all(html.replace(/<section data-with-fragment[^>]*>.*?<\/section>/s, ""), /<(h1)[ >]/g),
    ).toHaveLength(1);
  });

  test("needs nothing inline and nothing from elsewhere", () => {
    expect(html).not.toMatch(
      /\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc="\/assets\/(?:fragment|files)\.js")/i,
    );
    for (const url of all(html, /\s(?:src|action)="([^"]*)"/g)) expect(url).toMatch(/^\/(?!\/)/);
    for (const [tag] of html.matchAll(/<link[^>]*>/g))
      expect(tag).toMatch(/href="\/assets\/(style\.css|icon\.svg)"/);
  });

  test("gives every control a label of its own, and every description exists", () => {
    expect(new Set(ids(html)).size).toBe(ids(html).length);
    for (const [control] of html.matchAll(/<(?:input|select|textarea)[^>]*>/g)) {
      if (control.includes('type="hidden"')) continue;
      const id = /\sid="([^"]+)"/.exec(control)?.[1];
      expect(html, control).toContain(`<label for="${id}">`);
      if (!control.includes('type="checkbox"')) expect(control).toMatch(/\saria-describedby="/);
      if (!control.includes('type="file"') && !control.includes('type="checkbox"')) {
        expect(control).toMatch(/\sautocomplete="/);
      }
    }
    const referred = all(html, /\saria-(?:describedby|labelledby)="([^"]*)"/g).flatMap((list) =>
      list.split(" "),
    );
    for (const id of referred) expect(ids(html)).toContain(id);
    for (const id of all(html, /href="#([^"]*)"/g)) expect(ids(html)).toContain(id);
  });

  test("sends by POST only, and only to this site", () => {
    for (const [form] of html.matchAll(/<form[^>]*>/g)) expect(form).toMatch(/method="post" action="\//);
  });
});

describe("a form that was refused", () => {
  test("says so in the title and first of all, with a link to each field and the values kept", () => {
    const contact = formBySlug("contact");
    const html = contact === undefined ? "" : renderPage(refusedPage(contact, "Mend me."));
    expect(html).toContain("<title>Error: Contact us");
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf("<form"));
    expect(html).toContain('<a href="#field-email">Mend me.</a>');
    expect(html).toMatch(/<input id="field-email"[^>]*aria-invalid="true"[^>]*value="Mend me\."/);
    expect(html).toMatch(/<textarea[^>]*>Mend me\.<\/textarea>/);
  });

  test("asks for the files again, as browsers keep none", () => {
    expect(pageNamed("form job-application, refused")).toContain("choose your files again");
    expect(pageNamed("form job-application")).not.toContain("choose your files again");
  });

  test("whatever was typed stands there as text, in whatever place", () => {
    const contact = formBySlug("contact");
    if (contact === undefined) throw new Error("no form");
    // Each tag with the names of its attributes: what typed text must never change.
    const tags = (html: string) =>
      [...html.matchAll(/<(\/?[a-z0-9]+)((?:\s[a-z-]+(?:="[^"<]*")?)*)\/?>/gi)].map(
        ([, tag, attributes = ""]) => [tag, ...all(attributes.replaceAll(/="[^"]*"/g, ""), /([a-z-]+)/g)],
      );
    const expected = tags(renderPage(refusedPage(contact, "x")));
    const naughty = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc
        .array(fc.constantFrom("<", ">", '"', "'", "&", "/", "=", " ", "script", "textarea", "--", "!", "on"))
        .map((x) => x.join("")),
      fc.constantFrom("</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;"),
    );
    fc.assert(
      fc.property(naughty, (text) => {
        const html = renderPage(refusedPage(contact, text));
        expect(tags(html)).toEqual(expected);
        expect(html.match(/</g)).toHaveLength(expected.length + 1);
      }),
      { numRuns: 300 },
    );
  });
});

test("no box is ticked beforehand", () => {
  for (const [name, html] of everyPage) {
    if (!name.endsWith("refused")) expect(html).not.toMatch(/<input[^>]*\schecked/);
  }
});

test("only a form with documents is sent as multipart", () => {
  for (const [name, html] of everyPage) {
    expect(html.includes("multipart/form-data")).toBe(name.startsWith("form job-application"));
    expect(html.includes("/assets/files.js")).toBe(name.startsWith("form job-application"));
  }
});

test("only the pages that can stand at the address of a link have the script, and a place for its token", () => {
  const scripted = everyPage.filter(([, html]) => html.includes("/assets/fragment.js")).map(([name]) => name);
  expect(scripted.every((name) => /^(sent|verify|code|confirmed|link problem|status)/.test(name))).toBe(true);
  expect(scripted).toEqual(
    everyPage.filter(([, html]) => html.includes("data-fragment")).map(([name]) => name),
  );
  expect(pageNamed("confirmed")).toMatch(/<section [^>]*hidden>.*action="\/verify".*name="token"/s);
  expect(pageNamed("status")).toMatch(/<section [^>]*hidden>.*action="\/request\/session".*name="token"/s);
});

test("a form says what for, on what basis and how long, before it asks", () => {
  const html = pageNamed("form contact");
  const before = html.slice(0, html.indexOf("<form"));
  for (const words of ["To read your message", "legitimate interest", "24 months", "asks to confirm"]) {
    expect(before).toContain(words);
  }
});

test("a right that needs no click does not claim to need one", () => {
  expect(pageNamed("form opt-out")).toContain("noted as soon as you send it");
  expect(pageNamed("form erase")).toContain("asks to confirm");
});

test("only who has just sent something is told that an e-mail is on its way", () => {
  for (const name of ["sent", "sent, again"]) expect(pageNamed(name)).toMatch(/on its way/);
  for (const name of ["sent, without a reference", "sent, with the e-mail", "sent, wrong code"]) {
    expect(pageNamed(name)).not.toMatch(/on its way|Check your mail/);
    expect(pageNamed(name)).toContain("<h1>Your code, or a new e-mail</h1>");
  }
  // "Everything" would be more than what was sent, to whoever asks for a copy of all there is.
  expect(pageNamed("sent")).toContain("what you sent is erased after 7 days");
});

test("who comes back to the landing of the status link is told of the half hour, and of the cookie", () => {
  expect(pageNamed("status landing")).toMatch(/half an hour at a time.*takes none comes back to this page/s);
});

test("who has to type a code is told why, and where the browser is not to blame it is not blamed", () => {
  expect(pageNamed("code")).toMatch(/This browser is not the one.*open the link in the browser/s);
  const html = pageNamed("code, in any browser");
  expect(html).toContain("change what we hold about you");
  expect(html).not.toMatch(/not the one|in the browser in which/);
  for (const name of ["code", "code, in any browser"])
    expect(pageNamed(name)).toContain('href="/sent?reference=7Q2M0V9KABCD1234&amp;code=1"');
});

test("a problem's page says what to do and small what it was", () => {
  const html = problemPage(controller)({ status: 404, title: "Nothing <here>", detail: "Look elsewhere." });
  expect(html).toContain("<h1>Nothing &lt;here></h1>");
  expect(html).toContain("Status 404");
});

test.each([
  ["2026-12-24", "24 December 2026"],
  ["2026-11-24T23:59:59.999Z", "24 November 2026"],
  ["not a day", "not a day"],
])("the day %s in words", (iso, words) => {
  expect(dayInWords(iso)).toBe(words);
});

test("there is no asset named like a member of Object", () => {
  expect(assets.constructor).toBeUndefined();
  expect(Object.getPrototypeOf(assets)).toBeNull();
  expect(Object.keys(assets)).toEqual(["style.css", "fragment.js", "files.js", "icon.svg"]);
});

test("the stylesheet knows only class names that a page uses, and loads nothing", () => {
  const css = assets["style.css"]?.body ?? "";
  const used = new Set(
    everyPage.flatMap(([, html]) => all(html, /\sclass="([^"]*)"/g).flatMap((list) => list.split(" "))),
  );
  for (const name of all(css, /(?<![\w.])\.([a-z]+)(?=[\s,:.{[>])/g)) expect(used, name).toContain(name);
  expect(css).not.toMatch(/url\(|@import/);
});
