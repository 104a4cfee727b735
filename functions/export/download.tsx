import { readBodyIfAny } from "../edge/body.ts";
import { type Answer, json, page, seeOther } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { log } from "../edge/log.ts";
import { problem } from "../edge/problems.ts";
import { formsMayLeadTo } from "../edge/security-headers.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { type DownloadNotice, DownloadPage } from "../pages/download.tsx";
import { renderPage } from "../pages/render.ts";
import { copyStands, downloadOf, fileNameOf, linkLifetime } from "../policy/download.ts";
import { Code } from "../policy/reference.ts";
import { linkToCopy, originOfLinks } from "../records/copies.ts";
import { askForCode, endDownloadCode, judgeDownloadCode } from "../records/downloads.ts";
import { moveRequest } from "../records/requests.ts";
import type { Part } from "../records/transaction.ts";
import type { DownloadCounter } from "./download-counter.ts";
import { type Fetchable, fetchable, keyOf, noSession, ownRequest } from "./own-copy.tsx";

/** The way to the copy: a page for people, how it stands for programs. */
export async function showDownload(
  request: HttpRequest,
  counter: DownloadCounter,
  site: Site,
): Promise<Answer> {
  const own = await ownRequest(request, counter);
  if (own === undefined) return noSession(request, site, 200);
  const found = await fetchable(own, counter);
  if (typeof found === "string") return tellProblem(site, request, problem(found));
  if (!request.wantsPage) return json(200, downloadOf(found.record, counter.now()));
  return await downloadPage(200, found, counter, site);
}

/**
 * Without a code: has one sent to the address of the request. With it: hands out the copy. A session alone, which a
 * forwarded link opens as well, is never enough, however little a copy discloses.
 */
export async function download(request: HttpRequest, counter: DownloadCounter, site: Site): Promise<Answer> {
  const body = await readBodyIfAny(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));
  const own = await ownRequest(request, counter);
  if (own === undefined) return noSession(request, site, 401);
  const found = await fetchable(own, counter);
  if (typeof found === "string") return tellProblem(site, request, problem(found));
  const { values } = body.submitted;
  return values.has("code")
    ? await byCode(values.get("code"), request, found, counter, site)
    : await sendCode(request, found, counter, site);
}

async function sendCode(
  request: HttpRequest,
  found: Fetchable,
  counter: DownloadCounter,
  site: Site,
): Promise<Answer> {
  const asked = await askForCode(counter.database, keyOf(found), counter.now());
  log.info("download code", { reference: found.record.reference, outcome: asked.outcome });
  switch (asked.outcome) {
    // A second click within the minute: the letter of the first is on its way, and it does.
    case "on-its-way":
    case "sent":
      return request.wantsPage
        ? await downloadPage(202, found, counter, site, { kind: "sent" })
        : json(202, { reference: found.record.reference });
    case "wait": {
      const { seconds } = asked;
      const headers = { "retry-after": String(seconds) };
      return request.wantsPage
        ? await downloadPage(429, found, counter, site, { kind: "too-often", seconds }, headers)
        : tellProblem(site, request, { ...problem("codes-spent"), retryAfter: seconds });
    }
    case "erasing":
      return tellProblem(site, request, problem("copy-gone"));
  }
}

async function byCode(
  typed: unknown,
  request: HttpRequest,
  found: Fetchable,
  counter: DownloadCounter,
  site: Site,
): Promise<Answer> {
  const { database, vault, now } = counter;
  const key = keyOf(found);
  // What cannot be a code at all takes no try.
  const code = Code.safeParse(typed).data;
  if (code === undefined) return await codeWrong(request, found, counter, site);
  const digest = (await vault()).codeDigest(key.reference, code);
  const judged = await judgeDownloadCode(database, key, digest, now());
  if (judged.outcome === "spent")
    await noteSpent(found, endDownloadCode(database, key, judged.codeDigest), counter);
  if (judged.outcome !== "right") return await codeWrong(request, found, counter, site);
  return await handOut(request, found, counter, site, endDownloadCode(database, key, digest));
}

/** Ends a code whose tries are spent, and writes it down, once: where that was cut the next wrong code does it. */
async function noteSpent({ subject, record }: Fetchable, code: Part, { database, now }: DownloadCounter) {
  const { reference, status } = record;
  await moveRequest(
    database,
    { subject, reference },
    { to: status, event: { what: "download code spent", by: "session" }, also: () => ({ code }) },
    now(),
  );
  log.warn("download code", { reference, outcome: "spent" });
}

/** In one transaction the code is used up and the download written down; only then is there a link. */
async function handOut(
  request: HttpRequest,
  found: Fetchable,
  counter: DownloadCounter,
  site: Site,
  code: Part,
): Promise<Answer> {
  const { subject, bundle, record } = found;
  const { reference, right, status } = record;
  const now = counter.now();
  const moved = await moveRequest(
    counter.database,
    { subject, reference },
    {
      to: status,
      event: { what: "downloaded", by: "data subject", details: { bytes: bundle.bytes } },
      also: () => ({ code }),
      only: (latest) => copyStands(latest, now) === "ready" && latest.bundle?.key === bundle.key,
    },
    now,
  );
  log.info("download", { reference, right, outcome: moved.outcome });
  // Of two with the same code the other was first.
  if (moved.outcome === "refused") return await codeWrong(request, found, counter, site);
  if (moved.outcome !== "moved") return tellProblem(site, request, problem("copy-gone"));
  const url = await linkToCopy(counter.exports, subject, bundle, {
    fileName: fileNameOf(right, reference),
    lifetime: linkLifetime(bundle.expiresAt, now),
  });
  return request.wantsPage ? seeOther(url) : json(200, { url });
}

/** One answer for a code that is mistyped, too old, used, tried too often, or of another request. */
async function codeWrong(
  request: HttpRequest,
  found: Fetchable,
  counter: DownloadCounter,
  site: Site,
): Promise<Answer> {
  return request.wantsPage
    ? await downloadPage(422, found, counter, site, { kind: "wrong" })
    : tellProblem(site, request, problem("download-code-wrong"));
}

async function downloadPage(
  status: number,
  { bundle }: Fetchable,
  { exports }: DownloadCounter,
  { controller }: Site,
  notice?: DownloadNotice,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const html = renderPage(<DownloadPage controller={controller} copy={bundle} {...(notice && { notice })} />);
  return page(status, html, { headers: { ...headers, ...formsMayLeadTo(await originOfLinks(exports)) } });
}
