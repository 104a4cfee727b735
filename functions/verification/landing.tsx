import { type Answer, page } from "../edge/http-answer.ts";
import type { Site } from "../edge/site.ts";
import { renderPage } from "../pages/render.ts";
import { VerifyPage } from "../pages/verify.tsx";

/** Where a letter's link lands: the same page for everybody, as the token in the fragment never reaches us. */
export function showLanding(site: Site): Answer {
  return page(200, renderPage(<VerifyPage controller={site.controller} />));
}
