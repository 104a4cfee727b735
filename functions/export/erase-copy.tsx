import { eraseCopy } from "../data-map/ready-copy.ts";
import { readBodyIfAny } from "../edge/body.ts";
import { type Answer, json, page } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { log } from "../edge/log.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { CopyErasedPage, CopyHeldPage, SureEraseCopyPage } from "../pages/erase-copy.tsx";
import { renderPage } from "../pages/render.ts";
import { dayInWords } from "../policy/days.ts";
import { copyStands } from "../policy/download.ts";
import type { Verdict } from "../policy/may-destroy.ts";
import { whyKept } from "../policy/outcomes-in-words.ts";
import type { Bundle } from "../records/items.ts";
import type { OwnRequest } from "../records/sessions.ts";
import type { DownloadCounter } from "./download-counter.ts";
import { keyOf, noSession, ownRequest } from "./own-copy.tsx";

/** Erases the copy at once, since its person says so. From a page it takes a tick: mail scanners press buttons. */
export async function eraseOwnCopy(
  request: HttpRequest,
  counter: DownloadCounter,
  site: Site,
): Promise<Answer> {
  const body = await readBodyIfAny(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));
  const own = await ownRequest(request, counter);
  if (own === undefined) return noSession(request, site, 401);
  const { reference, bundle } = own.record;
  if (bundle === undefined) return withoutCopy(request, own, counter, site);
  if (request.wantsPage && body.submitted.values.get("sure") !== "yes")
    return page(422, renderPage(<SureEraseCopyPage controller={site.controller} />));

  const copied = { ...own.record, bundle };
  const verdict = await eraseCopy(keyOf(own), copied, "data subject", counter, counter.now());
  log.info("erase copy", { reference, outcome: verdict.may ? "erased" : "held" });
  return verdict.may ? erased(request, own, site) : held(request, own, bundle, verdict, counter, site);
}

/** Erased before counts as erased; a copy that is still to come, or never will, does not. */
function withoutCopy(request: HttpRequest, own: OwnRequest, counter: DownloadCounter, site: Site): Answer {
  const stands = copyStands(own.record, counter.now());
  if (stands === "gone") return erased(request, own, site);
  return tellProblem(site, request, problem(stands === "making" ? "copy-not-ready" : "no-copy"));
}

function erased(request: HttpRequest, { record: { reference } }: OwnRequest, site: Site): Answer {
  return request.wantsPage
    ? page(200, renderPage(<CopyErasedPage controller={site.controller} reference={reference} />))
    : json(200, { status: "erased", reference });
}

function held(
  request: HttpRequest,
  { record }: OwnRequest,
  { expiresAt }: Bundle,
  { ground, citation, until }: Exclude<Verdict, { may: true }>,
  counter: DownloadCounter,
  site: Site,
): Answer {
  const why = whyKept(ground, citation);
  const detail = `It is kept ${why}. On ${dayInWords(until)} it is looked at again.`;
  if (!request.wantsPage) return tellProblem(site, request, { ...problem("copy-held"), detail });
  const stillThere = copyStands(record, counter.now()) === "ready" ? expiresAt : undefined;
  const props = { reference: record.reference, why, until, expiresAt: stillThere };
  return page(409, renderPage(<CopyHeldPage controller={site.controller} {...props} />));
}
