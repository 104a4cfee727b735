import { readBody } from "../edge/body.ts";
import { BROWSER_COOKIE, browserOf, setCookie } from "../edge/cookies.ts";
import { type Answer, json, page, problemDocument, seeOther } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { log } from "../edge/log.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { FormPage } from "../pages/form-page.tsx";
import { renderPage } from "../pages/render.ts";
import { TooYoungPage } from "../pages/too-young.tsx";
import type { FieldProblem } from "../policy/form.ts";
import { newBrowserSecret } from "../records/secrets.ts";
import { readAnswers } from "./answers.ts";
import type { Counter } from "./counter.ts";
import type { Intake } from "./intake.ts";

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
  if (read.outcome === "rejected") return formAgain(request, counter, site, read);

  const browser = browserOf(request) ?? newBrowserSecret();
  const { outcome, reference } = await counter.record(read, { network: request.network, browser });
  log.info("received", {
    form: counter.form.slug,
    outcome,
    ...(outcome === "recorded" ? { reference } : {}),
  });
  if (outcome !== "recorded") return tellProblem(site, request, problem(outcome));

  const cookies = [setCookie(BROWSER_COOKIE, browser)];
  return request.wantsPage
    ? seeOther(`/sent?reference=${reference}${counter.next === "confirm" ? "" : `&${counter.next}=1`}`, {
        cookies,
      })
    : json(202, { reference }, { cookies });
}

function formAgain(
  request: HttpRequest,
  { form, action }: Counter,
  site: Site,
  rejected: { readonly problems: readonly FieldProblem[]; readonly values: Readonly<Record<string, string>> },
): Answer {
  const { problems, values } = rejected;
  if (request.wantsPage)
    return page(
      422,
      renderPage(<FormPage {...{ controller: site.controller, form, action, values, problems }} />),
    );
  return problemDocument(site.url, {
    status: 422,
    slug: "invalid-fields",
    title: "Some fields need another look",
    detail: "Nothing was kept. Each entry of `errors` points to a field and says how to mend it.",
    fields: problems,
  });
}
