import { readBody } from "../edge/body.ts";
import { type Answer, json, page, seeOther } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { log } from "../edge/log.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { renderPage } from "../pages/render.ts";
import { type SentNotice, SentPage } from "../pages/sent.tsx";
import { Reference } from "../policy/reference.ts";
import { askAgain, getVerification, ownerOf } from "../records/verifications.ts";
import type { Intake } from "./intake.ts";

/** "Send me the letter again": the same answer whether or not there is something to send. */
export async function resend(request: HttpRequest, intake: Intake, site: Site): Promise<Answer> {
  const body = await readBody(request);
  if (body.outcome === "problem") return tellProblem(site, request, problem(body.slug));
  const reference = Reference.safeParse(body.submitted.values.get("reference")).data;
  if (reference === undefined) return tellProblem(site, request, problem("reference-wrong"));

  const owner = await ownerOf(intake.database, reference);
  const verification = owner && (await getVerification(intake.database, owner));
  // Who was recommended is asked once; whoever recommended them cannot have them asked again.
  const mayAsk = verification !== undefined && verification.letter !== "confirm-referral";
  const asked = mayAsk && (await askAgain(intake.database, verification, intake.now()));
  log.info("asked again", { reference, outcome: asked ? "written" : "nothing to send" });
  return request.wantsPage ? seeOther(`/sent?reference=${reference}&again=1`) : json(202, { reference });
}

/** By the name in the query. */
const NOTICES: readonly (readonly [string, SentNotice])[] = [
  ["noted", "noted"],
  ["asked", "asked"],
  ["again", "resent"],
  ["code", "with-letter"],
];

/** "Check your mail", with the field for the code. */
export function showSent(request: HttpRequest, site: Site): Answer {
  const reference = Reference.safeParse(request.query.get("reference")).data;
  const notice = NOTICES.find(([name]) => request.query.has(name))?.[1];
  const props = { controller: site.controller, ...(reference && { reference }), ...(notice && { notice }) };
  return page(200, renderPage(<SentPage {...props} />));
}
