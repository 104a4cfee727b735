import { describe, expect, it } from "vitest";
import { given } from "../given.ts";
import { ALLOWED_ORIGIN } from "../synthesis.ts";
import { json, multipart, urlencoded } from "./visitor.ts";

const site = await given.localStack();
const program = site.program();

const origins = {
  absent: undefined,
  own: site.url,
  null: "null",
  allowed: ALLOWED_ORIGIN,
  other: "https://evil.example",
};
type Origin = keyof typeof origins;

/** What Sec-Fetch-Site says, then for each Origin who may post: everywhere, to forms and rights only, or nowhere. */
const matrix: readonly (readonly [string | undefined, Readonly<Record<Origin, "all" | "forms" | "none">>])[] =
  [
    [undefined, { absent: "all", own: "all", null: "none", allowed: "forms", other: "none" }],
    ["none", { absent: "all", own: "all", null: "all", allowed: "all", other: "all" }],
    ["same-origin", { absent: "all", own: "all", null: "all", allowed: "all", other: "all" }],
    ["same-site", { absent: "none", own: "none", null: "none", allowed: "forms", other: "none" }],
    ["cross-site", { absent: "none", own: "none", null: "none", allowed: "forms", other: "none" }],
    ["something-new", { absent: "none", own: "none", null: "none", allowed: "forms", other: "none" }],
  ];

/** Where something is posted to that is never right, and what it is answered with when it gets through. */
const targets = {
  "/forms/newsletter": 422,
  "/rights/erase": 422,
  "/verify": 404,
  "/sent": 422,
  "/request/session": 404,
  "/request/download": 401,
  "/request/download/erase": 401,
};
const bodies = [
  json({}),
  urlencoded({ nothing: "" }),
  await multipart({ nothing: "" }),
  { type: "text/plain", bytes: "{}" },
];

const cells = matrix.flatMap(([fetchSite, row]) =>
  (Object.keys(row) as Origin[]).map((origin) => [fetchSite, origin, row[origin]] as const),
);

describe.each(cells)("Sec-Fetch-Site %s with Origin %s", (fetchSite, origin, open) => {
  it(`may post to: ${open}`, async () => {
    const value = origins[origin];
    const headers = {
      ...(fetchSite === undefined ? {} : { "sec-fetch-site": fetchSite }),
      ...(value === undefined ? {} : { origin: value }),
    };
    for (const [path, passes] of Object.entries(targets)) {
      const isOpen = open === "all" || (open === "forms" && /^\/(forms|rights)/.test(path));
      for (const body of bodies) {
        const { status } = await program.post(path, body, headers);
        const expected = body.type === "text/plain" ? 415 : passes;
        expect([path, body.type?.split(";")[0], status]).toEqual([
          path,
          body.type?.split(";")[0],
          isOpen ? expected : 403,
        ]);
      }
    }
  });
});

describe("another site", () => {
  it("that is allowed may send a form from its page, and read the answer", async () => {
    const preflight = await program.send("OPTIONS", "/forms/newsletter", undefined, {
      origin: ALLOWED_ORIGIN,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-origin"]).toBe(ALLOWED_ORIGIN);
    const email = given.address();
    const from = { origin: ALLOWED_ORIGIN, "sec-fetch-site": "cross-site" };
    const sent = await program.post("/forms/newsletter", json(given.newsletter(email)), from);
    expect(sent.status).toBe(202);
    expect(sent.headers["access-control-allow-origin"]).toBe(ALLOWED_ORIGIN);
    expect(sent.headers["access-control-allow-credentials"]).toBeUndefined();
    expect(await site.inbox.lettersTo(email)).toHaveLength(1);
  });

  it("that is not allowed is told nothing and keeps nothing", async () => {
    site.gateway.clear();
    const from = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const sent = await program.post("/forms/newsletter", json(given.newsletter(given.address())), from);
    expect(sent.status).toBe(403);
    expect(sent.headers["access-control-allow-origin"]).toBeUndefined();
    expect(site.calls()).toEqual([]);
  });

  it("cannot make a browser bring the cookies along with a post of its own", async () => {
    const sent = await site.browser().post("/forms/newsletter", json(given.newsletter(given.address())));
    const [cookie = ""] = sent.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(
      /^__Host-habeas=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=86400$/,
    );
  });
});
