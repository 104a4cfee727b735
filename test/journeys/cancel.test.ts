import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { formWith } from "./fill.ts";
import { json, urlencoded, type Visitor } from "./visitor.ts";

const site = await given.localStack();
const wantsJson = { accept: "application/json" };

/** A confirmed erasure that cools off for a day: who made it, from which browser, and the link to it. */
async function cooling() {
  const email = given.address();
  const browser = site.browser();
  await browser.post("/rights/erase", urlencoded(given.request(email)));
  const { token, reference } = await site.inbox.letterTo(email);
  await browser.post("/verify", urlencoded({ token }));
  const received = await site.inbox.letterTo(email);
  return { email, browser, reference, received, verifyToken: token, token: received.statusToken };
}

const status = async (reference: string) => (await site.tables.record(reference)).status;
const isOpen = async (reference: string) => (await site.tables.record(reference)).open === "open";

/** As a browser does that follows the link and presses the first button. */
async function opened(visitor: Visitor, token: string): Promise<string> {
  return (await visitor.follow(await visitor.post("/request/session", urlencoded({ token })))).text;
}

describe("an erasure that cools off", () => {
  it("says in the letter and on its page when it begins, and that it can be cancelled", async () => {
    const { browser, token, received } = await cooling();
    const moment = /\d+ \w+ \d{4}, \d\d:\d\d UTC/.exec(received.text)?.[0] ?? "no moment";
    expect(received.text).toContain(`begins by itself on ${moment}`);
    const page = await opened(browser, token);
    expect(page).toContain(`begins by itself on ${moment}`);
    const program = (await browser.get("/request", wantsJson)).json();
    expect(program).toMatchObject({ right: "erase", receipt: false });
    expect(Date.parse(String(program.coolingOffEnds))).toBeGreaterThan(Date.now());
  });

  it("is cancelled with one click from its page, in the browser that made it", async () => {
    const { browser, reference, token } = await cooling();
    expect(await opened(browser, token)).not.toContain('name="sure"');
    const answer = await browser.post("/request/cancel", urlencoded({}));
    expect([answer.status, answer.text.includes("Your request is cancelled")]).toEqual([200, true]);
    expect(await status(reference)).toBe("cancelled");
    expect(await isOpen(reference)).toBe(false);
    expect(await opened(browser, token)).toContain("It was cancelled. Nothing was done.");
  });

  it("is cancelled with one click from the letter's link, in the browser that made it", async () => {
    const { browser, reference, token } = await cooling();
    expect((await browser.post("/request/cancel", urlencoded({ token }))).status).toBe(200);
    expect(await status(reference)).toBe("cancelled");
  });

  it("is cancelled by a program with the token, or with the session and no body, and twice is once", async () => {
    const { reference, token } = await cooling();
    const program = site.program();
    const answer = await program.post("/request/cancel", json({ token }));
    expect([answer.status, answer.json()]).toEqual([200, { status: "cancelled", reference }]);
    const session = await program.post("/request/session", json({ token }));
    const cookie = String(session.headers["set-cookie"]?.[0]).split(";")[0];
    const again = await program.post("/request/cancel", { type: undefined, bytes: "" }, { cookie });
    expect([again.status, again.json()]).toEqual([200, { status: "cancelled", reference }]);
    expect(await status(reference)).toBe("cancelled");
  });

  it("is not cancelled by a scanner that presses every button of every page", async () => {
    const { reference, token } = await cooling();
    const scanner = site.browser();
    const asked = await scanner.post("/request/cancel", urlencoded({ token }));
    expect(asked.status).toBe(422);
    const { controls } = formWith(asked.text, "token", "sure");
    const hidden = controls.filter(({ type }) => type === "hidden");
    const again = Object.fromEntries(hidden.map(({ name, value }) => [name, value]));
    const pressed = await scanner.post("/request/cancel", urlencoded(again));
    expect([pressed.status, pressed.text.includes("Please tick the box")]).toEqual([422, true]);
    expect(await opened(scanner, token)).toContain('name="sure" value="yes" required');
    expect((await scanner.post("/request/cancel", urlencoded({ asked: "yes" }))).status).toBe(422);
    expect(await status(reference)).not.toBe("cancelled");
    expect(await isOpen(reference)).toBe(true);
  });

  it("is cancelled from any browser by a person who ticks the box", async () => {
    const { reference, token } = await cooling();
    const answer = await site.browser().post("/request/cancel", urlencoded({ token, sure: "yes" }));
    expect(answer.status).toBe(200);
    expect(await status(reference)).toBe("cancelled");
  });

  it("cannot be cancelled any more once it has begun", async () => {
    const { browser, reference, token } = await cooling();
    const before = await site.tables.record(reference);
    await site.tables.put("Records", { ...before, begunAt: new Date().toISOString() });
    const answer = await site.program().post("/request/cancel", json({ token }));
    expect([answer.status, answer.json().type]).toEqual([409, expect.stringMatching(/\/too-late$/)]);
    const page = await browser.post("/request/cancel", urlencoded({ token }));
    expect([page.status, page.text.includes("It is too late to cancel")]).toEqual([409, true]);
    expect(await status(reference)).not.toBe("cancelled");
    expect(await opened(browser, token)).not.toContain('action="/request/cancel"><button');
  });
});

describe("whoever has no right to cancel", () => {
  it("is told to open the link, and that a wrong link opens nothing", async () => {
    const { verifyToken, reference } = await cooling();
    const program = site.program();
    expect((await program.post("/request/cancel", json({}))).status).toBe(401);
    for (const token of [verifyToken, "x", `${"a".repeat(26)}${"b".repeat(43)}`, 7, ["a"]]) {
      const answer = await program.post("/request/cancel", json({ token }));
      expect([answer.status, answer.json().type]).toEqual([404, expect.stringMatching(/\/link-unknown$/)]);
    }
    const page = await site.browser().post("/request/cancel", urlencoded({}));
    expect([page.status, page.text.includes("Open the link in our e-mail")]).toEqual([401, true]);
    expect(await status(reference)).not.toBe("cancelled");
  });

  it("cannot have a page elsewhere do it", async () => {
    const { browser, reference, token } = await cooling();
    await opened(browser, token);
    const elsewhere = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    expect((await browser.post("/request/cancel", urlencoded({}), elsewhere)).status).toBe(403);
    expect(await status(reference)).not.toBe("cancelled");
  });
});

describe("the receipt", () => {
  it("is a file of its own for who has the session, once there is one", async () => {
    const { browser, reference, token } = await cooling();
    expect((await site.program().get("/request/receipt")).status).toBe(401);
    await opened(browser, token);
    expect((await browser.get("/request/receipt")).status).toBe(404);

    const outcome = {
      holder: "submissions",
      title: "what you sent with our forms",
      notFound: false,
      failed: 0,
    };
    const outcomes = [{ ...outcome, removed: 3, deIdentified: 0, retained: [] }];
    const over = {
      status: "completed",
      concludedAt: "2026-11-26T00:00:00Z",
      receipt: "aaaa.bbbb.cccc",
      outcomes,
    };
    await site.tables.put("Records", { ...(await site.tables.record(reference)), ...over });
    const receipt = await browser.get("/request/receipt");
    expect([receipt.status, receipt.text, receipt.headers["content-type"]]).toEqual([
      200,
      "aaaa.bbbb.cccc",
      "application/jose",
    ]);
    expect(receipt.headers["content-disposition"]).toBe(
      `attachment; filename="erasure-receipt-${reference}.jws"`,
    );
    expect((await browser.get("/request", wantsJson)).json()).toMatchObject({ receipt: true, outcomes });
    const page = (await browser.get("/request")).text;
    expect(page).toContain("<dd>3 deleted</dd>");
    expect(page).not.toContain("Cancel it");

    // Who reported a child hears no counts, and the receipt has them.
    const report = { ...(await site.tables.record(reference)), right: "report-a-child" };
    await site.tables.put("Records", report);
    expect((await browser.get("/request/receipt")).status).toBe(404);
    expect((await browser.get("/request", wantsJson)).json()).not.toHaveProperty("outcomes");
  });
});
