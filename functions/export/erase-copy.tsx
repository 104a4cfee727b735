import { exportBundles } from "../data-map/export-bundles.ts";
import { readGuard } from "../data-map/guard.ts";
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
import { requestPrefix } from "../records/bundle-keys.ts";
import { forgetCopy } from "../records/forget-copy.ts";
import type { Bundle } from "../records/items.ts";
import { deleteObjectsUnder } from "../records/objects.ts";
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

  const verdict = await judge(own, bundle, counter);
  log.info("erase copy", { reference, outcome: verdict.may ? "erased" : "held" });
  if (!verdict.may) return held(request, own, bundle, verdict, counter, site);
  // The copy first: cut in between, the row still says that there is one, and whoever looks for it finds that it is gone.
  await deleteObjectsUnder(counter.exports, own.subject, requestPrefix(keyOf(own).reference));
  const { database, schedule, now } = counter;
  await forgetCopy(database, keyOf(own), own.record, { by: "data subject", schedule }, now());
  return erased(request, own, site);
}

async function judge({ subject, record }: OwnRequest, { sealedAt }: Bundle, counter: DownloadCounter) {
  const { database, exports, now } = counter;
  const { reference } = record;
  const holder = exportBundles(exports).describe().name;
  const guard = await readGuard(database, subject, reference, now());
  return guard.judge({ holder, record: reference, receivedAt: sealedAt });
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
