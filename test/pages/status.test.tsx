import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { fragmentScript } from "../../functions/pages/fragment-script.ts";
import { pageNamed } from "./given.tsx";

/** The first form that is sent to this path. */
function formTo(html: string, action: string): string {
  const found = new RegExp(`<form[^>]*action="${action}"[^>]*>.*?</form>`, "s").exec(
    html.replace(/<section data-with-fragment[^>]*>.*?<\/section>/s, ""),
  );
  return found?.[0] ?? "";
}

describe("a request that cools off", () => {
  test("can be cancelled with one click in the browser that made it", () => {
    const html = pageNamed("status, cooling off");
    expect(html).toContain("Nothing happens before 25 November 2026, 14:05 UTC");
    expect(formTo(html, "/request/cancel")).not.toContain("checkbox");
  });

  test("needs a tick in any other browser", () => {
    const form = formTo(pageNamed("status, cooling off, elsewhere"), "/request/cancel");
    expect(form).toMatch(/<input id="field-sure" type="checkbox" name="sure" value="yes" required/);
  });

  test("is asked about once more with the token hidden, and with the error first where the tick is missing", () => {
    expect(formTo(pageNamed("sure"), "/request/cancel")).toContain('type="hidden" name="token" value="t"');
    expect(pageNamed("sure")).not.toContain("Error");
    expect(pageNamed("sure, missed")).toContain("<title>Error: Cancel your request?");
    expect(pageNamed("sure, missed")).toMatch(/aria-invalid="true" aria-describedby="field-sure-error"/);
  });
});

describe("a request that is over", () => {
  const html = pageNamed("status, completed");

  test("says what was done in words, with counts, grounds and days", () => {
    expect(html).toContain("<dt>What you sent with our forms</dt><dd>12 deleted</dd>");
    expect(html).toContain("<dd>2 changed so that nothing leads back to you</dd>");
    expect(html).toContain("<dd>1 kept until 3 March 2027, because of a legal claim (GDPR 17(3)(e))</dd>");
    expect(html).toContain("<dt>Documents</dt><dd>nothing was there</dd>");
    expect(html).toContain("26 November 2026");
    expect(html).not.toContain("Answered by");
  });

  test("offers the receipt and says how it is checked, and no button to cancel", () => {
    expect(html).toContain('<a href="/request/receipt" download>');
    expect(html).toContain('href="/.well-known/jwks.json"');
    expect(formTo(html, "/request/cancel")).toBe("");
  });

  test("says to whom one can complain where something was kept or refused", () => {
    expect(html).toContain('href="https://www.edpb.europa.eu/');
    expect(pageNamed("status, refused")).toContain("manifestly unfounded");
    expect(pageNamed("status, refused")).toContain("complain to us first");
  });
});

describe("a copy that is ready", () => {
  test("says until when, how large and what is missing; it takes a code, or none", () => {
    const html = pageNamed("status, copy ready");
    expect(html).toContain("3.4 MB");
    expect(html).toContain("until 1 December 2026, 14:05 UTC");
    expect(html).toContain("<li>documents that you attached</li>");
    expect(formTo(html, "/request/download")).toContain("Send me a code");
    expect(formTo(html, "/request/download/erase")).toMatch(/name="sure" value="yes" required/);
    expect(pageNamed("download, too often")).toContain("in 2 minutes");
  });
});

test("the link of the letter can be used for both, to look and to cancel, each by a click of its own", () => {
  const [html = ""] = /<section data-with-fragment.*?<\/section>/s.exec(pageNamed("status landing")) ?? [];
  const actions = [...html.matchAll(/<form method="post" action="([^"]*)"/g)].map(([, action]) => action);
  expect(actions).toEqual(["/request/session", "/request/cancel"]);
  expect(html.match(/name="token" data-fragment/g)).toHaveLength(2);
});

test("the script puts the token into every form of the link, and takes it out of the address bar", () => {
  const token = "a".repeat(69);
  const fields = [{ value: "" }, { value: "" }];
  const sections = { "[data-with-fragment]": { hidden: true }, "[data-without-fragment]": { hidden: false } };
  const replaced: unknown[] = [];
  runInNewContext(fragmentScript, {
    location: { hash: `#${token}`, pathname: "/request" },
    history: { replaceState: (...given: unknown[]) => replaced.push(given) },
    addEventListener: () => undefined,
    document: {
      querySelectorAll: () => fields,
      querySelector: (selector: keyof typeof sections) => sections[selector],
    },
  });
  expect(fields.map(({ value }) => value)).toEqual([token, token]);
  expect(replaced).toEqual([[null, "", "/request"]]);
  expect(Object.values(sections).map(({ hidden }) => hidden)).toEqual([false, true]);
});
