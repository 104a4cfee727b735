import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { json, type Reply } from "./visitor.ts";

const site = await given.localStack();

async function newsletter() {
  const email = given.address();
  await site.program().post("/forms/newsletter", json(given.newsletter(email)));
  return await site.inbox.letterTo(email);
}

/** An erasure, confirmed, with the link to its status. */
async function erasure() {
  const email = given.address();
  await site.program().post("/rights/erase", json(given.request(email)));
  const { token, code, reference } = await site.inbox.letterTo(email);
  await site.program().post("/verify", json({ token, code }));
  const { statusToken } = await site.inbox.letterTo(email);
  return { token, code, reference, statusToken };
}

const redeem = (body: object) => site.program().post("/verify", json(body));
const openStatus = (token: string) => site.program().post("/request/session", json({ token }));
/** All that a client can see of an answer, but for the moment it came. */
const seen = ({ status, text, headers: { date, "apigw-requestid": id, ...headers } }: Reply) => ({
  status,
  text,
  headers,
});

/** Does to all tokens of a kind what time would. */
async function expire(purpose: "verify" | "status", reference: string, expires: number) {
  const items = await site.tables.items("Fleeting");
  for (const item of items.filter((one) => one.purpose === purpose && one.reference === reference))
    await site.tables.put("Fleeting", { ...item, expires });
}
/** As well-formed as any, and never minted. */
const unknownToken = "a".repeat(26) + "A".repeat(43);
const nowInSeconds = () => Math.floor(Date.now() / 1000);

describe("a token that opens nothing", () => {
  it("gets one answer, whether it never was, has expired, is for something else, or its record is gone", async () => {
    const never = await redeem({ token: unknownToken });
    expect(never.status).toBe(404);

    const expired = await newsletter();
    await expire("verify", expired.reference, nowInSeconds());
    expect(seen(await redeem({ token: expired.token }))).toEqual(seen(never));

    const foreign = await erasure();
    expect(seen(await redeem({ token: foreign.statusToken }))).toEqual(seen(never));
    expect(seen(await openStatus(foreign.token))).toEqual(seen(never));
    expect(seen(await openStatus(unknownToken))).toEqual(seen(never));
    await expire("status", foreign.reference, nowInSeconds());
    expect(seen(await openStatus(foreign.statusToken))).toEqual(seen(never));

    const overdue = await newsletter();
    await site.tables.put("Records", {
      ...(await site.tables.record(overdue.reference)),
      due: "2026-01-01",
    });
    expect(seen(await redeem({ token: overdue.token }))).toEqual(seen(never));
    expect(await site.tables.record(overdue.reference)).toMatchObject({ status: "unverified" });

    for (const garbled of [
      overdue.token.slice(1),
      `${overdue.token}x`,
      overdue.token.toUpperCase(),
      null,
      7,
      ["x"],
    ])
      expect(seen(await redeem({ token: garbled }))).toEqual(seen(never));
  });

  it("gets a page in a browser that says what to do next", async () => {
    const page = await site.browser().post("/verify", json({ token: unknownToken }));
    expect(page.status).toBe(404);
    expect(page.text).toContain("Get a new e-mail");
    expect(page.text).toContain('action="/sent"');
  });
});

describe("a token still in its last second", () => {
  it("confirms, although the table has a time to live on it", async () => {
    const { token, reference } = await newsletter();
    await expire("verify", reference, nowInSeconds() + 2);
    expect((await redeem({ token })).status).toBe(200);
  });
});

describe("every token on every record", () => {
  it("opens its own record for its own purpose, and no other", async () => {
    const [one, other] = [await erasure(), await erasure()];
    const waiting = await newsletter();
    const product = [
      [one.token, "verify", one.reference],
      [other.token, "verify", other.reference],
      [waiting.token, "verify", waiting.reference],
      [one.statusToken, "status", one.reference],
      [other.statusToken, "status", other.reference],
    ] as const;
    for (const [token, purpose, reference] of product) {
      const verified = await redeem({ token });
      if (purpose === "verify") expect(verified.json()).toEqual({ status: "confirmed", reference });
      else expect(verified.status).toBe(404);
      const opened = await openStatus(token);
      expect(opened.status).toBe(purpose === "status" ? 204 : 404);
      if (purpose !== "status") continue;
      const [cookie = ""] = opened.headers["set-cookie"] ?? [];
      const shown = await site.program().get("/request", { cookie: cookie.split(";")[0] ?? "" });
      expect(shown.json().reference).toBe(reference);
    }
  });

  it("does not confirm with the code of another", async () => {
    const email = given.address();
    await site.program().post("/rights/erase", json(given.request(email)));
    const mine = await site.inbox.letterTo(email);
    const other = await newsletter();
    expect((await redeem({ token: mine.token, code: other.code })).status).toBe(409);
    expect((await redeem({ reference: mine.reference, code: other.code })).status).toBe(404);
    expect((await redeem({ token: mine.token, code: mine.code })).status).toBe(200);
  });

  it("is no session, and a session is no token", async () => {
    const { statusToken } = await erasure();
    const opened = await openStatus(statusToken);
    const [, secret = ""] =
      /^__Host-habeas-request=([^;]+)/.exec(opened.headers["set-cookie"]?.[0] ?? "") ?? [];
    expect((await redeem({ token: secret })).status).toBe(404);
    expect((await openStatus(secret)).status).toBe(404);
    const cookies = [`__Host-habeas-request=${statusToken}`, `__Host-habeas=${secret}`];
    for (const cookie of cookies) expect((await site.program().get("/request", { cookie })).status).toBe(401);
  });

  it("shows nothing once the session has ended", async () => {
    const { statusToken } = await erasure();
    const [cookie = ""] = (await openStatus(statusToken)).headers["set-cookie"] ?? [];
    const session = { cookie: cookie.split(";")[0] ?? "" };
    expect((await site.program().get("/request", session)).status).toBe(200);
    for (const item of (await site.tables.items("Fleeting")).filter(({ sk }) => sk?.startsWith("session#")))
      await site.tables.put("Fleeting", { ...item, expires: nowInSeconds() });
    expect((await site.program().get("/request", session)).status).toBe(401);
  });
});
