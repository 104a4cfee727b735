import { readBody } from "../edge/body.ts";
import { browserOf } from "../edge/cookies.ts";
import { type Answer, json, page } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { log } from "../edge/log.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { CodePage } from "../pages/code-page.tsx";
import { ConfirmedPage } from "../pages/confirmed.tsx";
import { LinkProblemPage } from "../pages/link-problem.tsx";
import { renderPage } from "../pages/render.ts";
import { type SentNotice, SentPage } from "../pages/sent.tsx";
import { Code, Reference, Token } from "../policy/reference.ts";
import type { Verification } from "../records/items.ts";
import { type Presented, prove } from "./prove.ts";
import { type Settled, settle } from "./settle.ts";
import type { VerificationDesk } from "./verification-desk.ts";

/**
 * Redeems what a letter carried: `{token, code?}`, or `{reference, code}` where the link could not be followed. A
 * second time inside the link's life it answers "confirmed" again.
 */
export async function redeem(request: HttpRequest, desk: VerificationDesk, site: Site): Promise<Answer> {
  const body = await readBody(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));
  const { values } = body.submitted;
  const presented: Presented = {
    token: Token.safeParse(values.get("token")).data,
    reference: Reference.safeParse(values.get("reference")).data,
    code: Code.safeParse(values.get("code")).data,
    browser: browserOf(request),
  };
  // A link that was cut off on its way is a link that opens nothing, not a wrong code.
  if (presented.token === undefined && !isEmpty(values.get("token"))) return unknown(request, site);
  const proof = await prove(presented, desk);
  switch (proof.outcome) {
    case "unknown":
      return unknown(request, site);
    case "code-wrong":
      return askedAgain(request, site, presented, "wrong-code");
    case "link-required":
      return askedAgain(request, site, presented, "link-needed");
    case "code-required":
      return codeRequired(request, site, presented, proof.verification, values.has("code"));
    case "proven": {
      const settled = await settle(proof.verification, desk);
      log.info("redeemed", { reference: proof.verification.reference, outcome: settled.outcome });
      return settled.outcome === "gone" ? unknown(request, site) : confirmed(request, site, settled);
    }
  }
}

/** As the field of a page is sent when nothing was put into it. */
const isEmpty = (value: unknown) => value === undefined || value === "";

function confirmed(request: HttpRequest, site: Site, settled: Exclude<Settled, { outcome: "gone" }>): Answer {
  const { reference, title, what, dueBy } = settled;
  if (!request.wantsPage) return json(200, { status: "confirmed", reference });
  const again = settled.outcome === "already";
  const props = { controller: site.controller, what, title, reference, again, ...(dueBy && { dueBy }) };
  return page(200, renderPage(<ConfirmedPage {...props} />));
}

/** Never was, expired, used up with its record, or somebody else's: one answer, which says what to do next. */
function unknown(request: HttpRequest, site: Site): Answer {
  if (!request.wantsPage) return tellProblem(site, request, problem("link-unknown"));
  return page(404, renderPage(<LinkProblemPage controller={site.controller} />));
}

/** The link was right, and what it would set off needs proof that the reader of the mail sent the form. */
function codeRequired(
  request: HttpRequest,
  site: Site,
  { token }: Presented,
  { reference, proof }: Verification,
  wrong: boolean,
): Answer {
  if (!request.wantsPage || token === undefined) return tellProblem(site, request, problem("code-required"));
  const inAnyBrowser = proof === "link-and-code";
  const props = { controller: site.controller, token, reference, inAnyBrowser, wrong };
  return page(409, renderPage(<CodePage {...props} />));
}

/** By what the page says of it; the status is the page's, a program gets the problem's own. */
const answers = {
  "wrong-code": { slug: "code-wrong", status: 422 },
  "link-needed": { slug: "link-required", status: 409 },
} as const satisfies Partial<Record<SentNotice, object>>;

/** A code alone that is wrong, too old, tried too often, or of a reference that never was; or one that is not enough. */
function askedAgain(
  request: HttpRequest,
  site: Site,
  { reference }: Presented,
  notice: keyof typeof answers,
): Answer {
  const { slug, status } = answers[notice];
  if (!request.wantsPage) return tellProblem(site, request, problem(slug));
  const props = { controller: site.controller, ...(reference && { reference }) };
  return page(status, renderPage(<SentPage {...props} notice={notice} />));
}
