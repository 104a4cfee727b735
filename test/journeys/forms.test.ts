import { describe, expect, it } from "vitest";
import { forms } from "../../functions/intake/forms.ts";
import { Right } from "../../functions/policy/rights.ts";
import { proofFor } from "../../functions/policy/verification-matrix.ts";
import { given } from "../given.ts";
import { fillFrom, fillIn, formWith } from "./fill.ts";
import { json, multipart, urlencoded } from "./visitor.ts";

const site = await given.localStack();
const contract = (await site.program().get("/openapi.json")).json() as {
  readonly paths: Record<string, { post: { requestBody: { content: Record<string, unknown> } } }>;
  readonly components: { readonly schemas: Record<string, { properties: Record<string, object> }> };
};

const formPaths = forms.map(({ slug }) => `/forms/${slug}`);
const rightPaths = Right.options.map((right) => `/rights/${right}`);
const asksToConfirm = (path: string) => {
  const right = Right.safeParse(path.replace("/rights/", ""));
  return !right.success || proofFor(right.data) !== "none";
};

describe("the first page", () => {
  it("leads to every form and every right", async () => {
    const page = await site.browser().get("/");
    const links = [...page.text.matchAll(/href="(\/(?:forms|rights)\/[^"]+)"/g)].map(([, path]) => path);
    expect(new Set(links)).toEqual(new Set([...formPaths, ...rightPaths]));
  });

  it("tells programs the same", async () => {
    const listed = (await site.program().get("/")).json() as Record<"forms" | "rights", { slug: string }[]>;
    expect(listed.forms.map(({ slug }) => `/forms/${slug}`)).toEqual(formPaths);
    expect(listed.rights.map(({ slug }) => `/rights/${slug}`)).toEqual(rightPaths);
  });
});

describe.each([...formPaths, ...rightPaths])("%s in a browser", (path) => {
  it("is filled in, sent, and confirmed by the link; a second click says so again", async () => {
    const browser = site.browser();
    const email = given.address();
    const form = formWith((await browser.get(path)).text, "email");
    expect(form.action).toBe(path);

    const filled = fillIn(form, email);
    const body = form.multipart ? await multipart(filled) : urlencoded(filled as Record<string, string>);
    const sent = await browser.post(form.action, body);
    expect(sent.status, sent.text).toBe(303);
    const page = await browser.follow(sent);
    expect(page.status).toBe(200);
    const asked = path === "/forms/referral";
    expect(page.text).toContain(asksToConfirm(path) && !asked ? "Check your" : "need not do anything more");

    const letter = await site.inbox.letterTo(email);
    const next = asked ? "&asked=1" : asksToConfirm(path) ? "" : "&noted=1";
    expect(sent.headers.location).toBe(`/sent?reference=${letter.reference}${next}`);
    if (!asksToConfirm(path)) return;
    const needsCode = path === "/rights/correct" ? { code: letter.code } : {};
    const landed = formWith((await browser.get("/verify")).text, "token");
    const click = () => browser.post(landed.action, urlencoded({ token: letter.token, ...needsCode }));
    const first = await click();
    expect(first.status, first.text).toBe(200);
    expect(first.text).toContain("Thank you");
    const second = await click();
    expect(second.status).toBe(200);
    expect(second.text).toContain("confirmed this already");
    // What a machine carries out may be further already.
    const { confirmedAt, verifiedAt } = await site.tables.record(letter.reference);
    expect(path.startsWith("/forms") ? confirmedAt : verifiedAt).toBeDefined();
  });
});

describe.each([...formPaths, ...rightPaths])("%s for a program", (path) => {
  it("takes what its contract says, and its letter's code confirms it", async () => {
    const program = site.program();
    const email = given.address();
    const schema = contract.components.schemas[path.slice(1).replace("/", "-")];
    if (schema === undefined) throw new Error(`the contract has no schema for ${path}`);
    const filled = fillFrom(schema, email);
    const takesJson = "application/json" in (contract.paths[path]?.post.requestBody.content ?? {});
    const ticked = Object.entries(filled).map(([name, value]) => [name, value === true ? "true" : value]);
    const body = takesJson ? json(filled) : await multipart(Object.fromEntries(ticked));
    const sent = await program.post(path, body);
    expect(sent.status, sent.text).toBe(202);

    const letter = await site.inbox.letterTo(email);
    expect(sent.json()).toEqual({ reference: letter.reference });
    if (!asksToConfirm(path)) return;
    const shown = path === "/rights/correct" ? { token: letter.token } : { reference: letter.reference };
    const confirmed = await program.post("/verify", json({ ...shown, code: letter.code }));
    expect(confirmed.status, confirmed.text).toBe(200);
    expect(confirmed.json()).toEqual({ status: "confirmed", reference: letter.reference });
  });
});

describe("the documents of an application", () => {
  it("are kept sealed, and what was written is nowhere in clear", async () => {
    const email = given.address("application");
    const filled = fillIn(
      formWith((await site.browser().get("/forms/job-application")).text, "email"),
      email,
    );
    await site.browser().post("/forms/job-application", await multipart(filled));
    const { reference } = await site.inbox.letterTo(email);
    const record = await site.tables.record(reference);
    expect(record.attachments).toMatchObject([
      { field: "cv", mediaType: "application/pdf" },
      { field: "coverLetter", mediaType: "application/pdf" },
    ]);
    expect(JSON.stringify(record)).not.toContain(email);
  });
});

it("Nothing that was sent ended in a dead-letter queue or failed", () => {
  expect(site.deadLetters()).toEqual([]);
  expect(site.logs()).not.toMatch(/"level":"(WARN|ERROR)"/);
});
