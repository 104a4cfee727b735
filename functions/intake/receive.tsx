import { readBody } from "../edge/body.ts";
import { BROWSER_COOKIE, browserOf, setCookie } from "../edge/cookies.ts";
import {
  type Answer,
  json,
  type Problem,
  page,
  problemDocument,
  retryAfter,
  seeOther,
} from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { described, log } from "../edge/log.ts";
import { isPassing } from "../edge/passing.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { FormPage } from "../pages/form-page.tsx";
import { renderPage } from "../pages/render.ts";
import { TooYoungPage } from "../pages/too-young.tsx";
import type { FieldProblem } from "../policy/form.ts";
import { newBrowserSecret } from "../records/secrets.ts";
import { type ReadAnswers, readAnswers, shownAgain } from "./answers.ts";
import type { Counter } from "./counter.ts";
import type { Intake, Sender } from "./intake.ts";
import type { Accepted, Recorded } from "./record-submission.ts";

/** From a POST to its answer: the form again with what is wrong, or "check your mail", the same for everybody. */
export async function receive(
  request: HttpRequest,
  counter: Counter,
  intake: Intake,
  site: Site,
): Promise<Answer> {
  const body = await readBody(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));

  const today = intake.now().toZonedDateTimeISO("UTC").toPlainDate();
  const read = readAnswers(counter.form, body.submitted, today);
  if (read.outcome === "too-young") {
    const what = problem("too-young");
    return request.wantsPage
      ? page(what.status, renderPage(<TooYoungPage controller={site.controller} />))
      : problemDocument(site.url, what);
  }
  if (read.outcome === "rejected") return rejected(request, counter, site, read);

  const browser = browserOf(request) ?? newBrowserSecret();
  const { outcome, reference } = await recordOrPass(counter, read, { network: request.network, browser });
  log.info("received", {
    form: counter.form.slug,
    outcome,
    ...(outcome === "recorded" ? { reference } : {}),
  });
  if (outcome !== "recorded") {
    const what = problem(outcome);
    if (!request.wantsPage) return tellProblem(site, request, what);
    // Browsers forget a form whose page they may not store: with a page of its own, all that was typed would be lost.
    const values = shownAgain(counter.form, body.submitted);
    return formAgain(counter, site, what, [{ field: "", detail: `${what.title}. ${what.detail}` }], values);
  }

  const cookies = [setCookie(BROWSER_COOKIE, browser)];
  return request.wantsPage
    ? seeOther(`/sent?reference=${reference}${counter.next === "confirm" ? "" : `&${counter.next}=1`}`, {
        cookies,
      })
    : json(202, { reference }, { cookies });
}

/** What passes by itself is an outcome like the others: the person has their form back, and sends it again. */
async function recordOrPass(
  counter: Counter,
  read: Accepted,
  sender: Sender,
): Promise<Recorded | { readonly outcome: "try-later"; readonly reference?: undefined }> {
  try {
    return await counter.record(read, sender);
  } catch (error) {
    if (!isPassing(error)) throw error;
    log.error("failed", described(error));
    return { outcome: "try-later" };
  }
}

function rejected(
  request: HttpRequest,
  counter: Counter,
  site: Site,
  { problems, values }: Extract<ReadAnswers, { outcome: "rejected" }>,
): Answer {
  const what = {
    status: 422,
    slug: "invalid-fields",
    title: "Some fields need another look",
    detail: "Nothing was kept. Each entry of `errors` points to a field and says how to mend it.",
    fields: problems,
  };
  return request.wantsPage
    ? formAgain(counter, site, what, problems, values)
    : problemDocument(site.url, what);
}

function formAgain(
  { form, action }: Counter,
  { controller }: Site,
  what: Problem,
  problems: readonly FieldProblem[],
  values: Readonly<Record<string, string>>,
): Answer {
  const html = renderPage(<FormPage {...{ controller, form, action, values, problems }} />);
  return page(what.status, html, { headers: retryAfter(what) });
}
