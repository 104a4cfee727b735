import { describe, expect, it } from "vitest";
import {
  browserOn,
  CONTENT,
  change,
  downloadStack,
  historyOf,
  later,
  newCode,
  ready,
  sessionOn,
  slugOf,
} from "./downloading.ts";
import { formWith } from "./fill.ts";
import { urlencoded } from "./visitor.ts";

const site = await downloadStack();

/** What a link says of itself. */
const parameters = (url: string) => new URL(url).searchParams;

describe("a copy that is ready", () => {
  it("is handed to a program for a fresh code of a new letter, and for it once", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const { download } = (await session.get("/request")).json() as { download: { expiresAt: string } };
    expect(download).toMatchObject({ available: true, bytes: CONTENT.length, missing: [] });
    expect((await session.get("/request/download")).json()).toEqual(download);

    const code = await newCode(site, session, person);
    const answer = await session.post("/request/download", { code });
    expect(answer.status).toBe(200);
    const copy = await fetch(String(answer.json().url));
    expect(await copy.text()).toBe(CONTENT);
    expect(copy.headers.get("content-disposition")).toBe(
      `attachment; filename="habeas-access-${person.reference}.zip"`,
    );
    expect(copy.headers.get("content-type")).toBe("application/zip");

    const again = await session.post("/request/download", { code });
    expect([again.status, slugOf(again)]).toEqual([422, "download-code-wrong"]);
    expect(await historyOf(site, person.reference)).toEqual(["downloaded"]);
  });

  it("is handed to a browser by its pages, without a line of script", async () => {
    const person = await ready(site);
    const browser = await browserOn(site, person);
    const status = (await browser.get("/request")).text;
    expect(status).toContain("Your copy");
    const ask = /<form method="post" action="(\/request\/download)"><button[^>]*>Send me a code/.exec(status);
    const asked = await browser.post(ask?.[1] ?? "no form", urlencoded({}));
    expect(asked.status).toBe(202);
    expect(asked.text).not.toContain("<script");

    const form = formWith(asked.text, "code");
    const { code } = await site.inbox.letterTo(person.email);
    const mistyped = await browser.post(form.action, urlencoded({ code: "" }));
    expect([mistyped.status, mistyped.text.includes('aria-invalid="true"')]).toEqual([422, true]);
    const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
    const answer = await browser.post(form.action, urlencoded({ code: typed }));
    expect(answer.status).toBe(303);
    const link = String(answer.headers.location);
    expect(await (await fetch(link)).text()).toBe(CONTENT);
    // Browsers hold the redirect to the page's policy, too.
    expect(asked.headers["content-security-policy"]).toContain(`form-action 'self' ${new URL(link).origin};`);
  });

  it.each(["confirm", "know-categories"])(
    "of %s, which discloses little, needs the code all the same",
    async (right) => {
      const person = await ready(site, right);
      const session = await sessionOn(site, person);
      const asked = await session.post("/request/download");
      expect([asked.status, asked.json()]).toEqual([202, { reference: person.reference }]);
      const page = await (await browserOn(site, person)).get("/request/download");
      expect(page.text).toContain('name="code"');
      expect(await historyOf(site, person.reference)).toEqual([]);
      const { code } = await site.inbox.letterTo(person.email);
      const answer = await session.post("/request/download", { code });
      expect(await (await fetch(String(answer.json().url))).text()).toBe(CONTENT);
    },
  );

  it("opens by a link that lives five minutes, and never longer than the copy", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const link = async () => {
      const code = await newCode(site, session, person);
      await later(site, person, 61);
      return String((await session.post("/request/download", { code })).json().url);
    };
    const url = await link();
    expect(parameters(url).get("X-Amz-Expires")).toBe("300");
    // As the link will be in five minutes.
    const signedAt = new Date(Date.now() - 301_000).toISOString().replace(/[-:]|\.\d+/g, "");
    const old = url.replace(/X-Amz-Date=\w+/, `X-Amz-Date=${signedAt}`);
    expect([(await fetch(url)).status, (await fetch(old)).status]).toEqual([200, 403]);

    const { bundle } = await site.tables.record(person.reference);
    const expiresAt = new Date(Date.now() + 100_000).toISOString();
    await change(site, person.reference, { bundle: { ...(bundle as object), expiresAt } });
    expect(Number(parameters(await link()).get("X-Amz-Expires"))).toBeLessThanOrEqual(100);
  });

  it("opens by a link that names nobody, and no letter has it", async () => {
    const person = await ready(site);
    const session = await sessionOn(site, person);
    const code = await newCode(site, session, person);
    const url = String((await session.post("/request/download", { code })).json().url);
    expect(decodeURIComponent(url)).not.toContain(person.email.split("@")[0]);
    const letters = await site.inbox.lettersTo(person.email);
    for (const { text, html } of letters) expect(text + html).not.toMatch(/X-Amz|bundle\.zip/);
    const letter = letters.find(({ text }) => text.includes(code));
    expect(letter?.text).not.toMatch(/https?:\/\/|#/);
    expect(site.logs()).not.toContain(code);
    expect(site.logs()).not.toContain("X-Amz-Signature");
    expect(JSON.stringify(await site.tables.everything())).not.toContain(code);
  });
});

it("needs a session of its own: neither a forwarded page, nor a code alone, nor another's letter opens it", async () => {
  const person = await ready(site);
  const code = await newCode(site, await sessionOn(site, person), person);
  const program = site.program();
  for (const path of ["/request/download", "/request/download/erase"]) {
    const answer = await program.post(path, urlencoded({ code, reference: person.reference, sure: "yes" }));
    expect([answer.status, slugOf(answer)]).toEqual([401, "no-session"]);
  }
  const page = await site.browser().post("/request/download", urlencoded({ code }));
  expect([page.status, page.text.includes("Open the link in our e-mail")]).toEqual([401, true]);
  expect((await site.browser().get("/request/download")).status).toBe(200);
  expect((await program.get("/request/download")).status).toBe(401);
});
