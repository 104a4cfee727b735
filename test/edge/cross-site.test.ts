import { describe, expect, test } from "vitest";
import { http } from "../../functions/edge/http.ts";
import { event, site } from "./given.ts";

const OWN = "https://habeas.example";
const ALLOWED = "https://www.example.org";
const STRANGER = "https://evil.example";

/** Sec-Fetch-Site × Origin → is a form taken, and is what only our own pages may send? Absent: not sent. */
const matrix: readonly (readonly [
  site: string | undefined,
  origin: string | undefined,
  form: boolean,
  own: boolean,
])[] = [
  // Programs send neither.
  [undefined, undefined, true, true],
  // Browsers that send Origin only.
  [undefined, OWN, true, true],
  [undefined, ALLOWED, true, false],
  [undefined, STRANGER, false, false],
  [undefined, "null", false, false],
  [undefined, "", false, false],
  // Our own pages; `none` is what a person does by themselves.
  ["same-origin", OWN, true, true],
  ["same-origin", undefined, true, true],
  ["none", undefined, true, true],
  ["none", OWN, true, true],
  // A neighbour on the same domain is another site to us.
  ["same-site", OWN, false, false],
  ["same-site", undefined, false, false],
  ["same-site", ALLOWED, true, false],
  ["same-site", STRANGER, false, false],
  ["same-site", "null", false, false],
  // Pages elsewhere.
  ["cross-site", ALLOWED, true, false],
  ["cross-site", STRANGER, false, false],
  ["cross-site", OWN, false, false],
  ["cross-site", undefined, false, false],
  ["cross-site", "null", false, false],
  // Nothing that a browser sends.
  ["garbage", undefined, false, false],
  ["garbage", OWN, false, false],
  ["", undefined, false, false],
];

const ok = () => ({ status: 200 });
const FORM = "POST /forms/{form}";
const handler = http({
  site,
  routes: { [FORM]: ok, "POST /verify": ok, "GET /": ok },
  openToAllowedOrigins: [FORM],
});

async function statusOf(route: string, headers: Record<string, string>) {
  const answer = await handler(event({ route, headers }), {} as never);
  return answer.statusCode;
}

const headersOf = (secFetchSite: string | undefined, origin: string | undefined): Record<string, string> => ({
  ...(secFetchSite === undefined ? {} : { "sec-fetch-site": secFetchSite }),
  ...(origin === undefined ? {} : { origin }),
});

describe.each(matrix)("Sec-Fetch-Site %s with Origin %s", (secFetchSite, origin, form, own) => {
  const headers = headersOf(secFetchSite, origin);

  test(`sends a form: ${form}`, async () => {
    expect(await statusOf(FORM, headers)).toBe(form ? 200 : 403);
  });

  test(`redeems a link: ${own}`, async () => {
    expect(await statusOf("POST /verify", headers)).toBe(own ? 200 : 403);
  });

  test("may look at every page", async () => {
    expect(await statusOf("GET /", headers)).toBe(200);
  });
});

test.each([
  "https://habeas.example:8443",
  "http://habeas.example",
  "https://habeas.example.evil.example",
  "https://HABEAS.example",
  "https://habeas.example/",
])("the origin %s is not ours", async (origin) => {
  expect(await statusOf(FORM, { origin })).toBe(403);
});
