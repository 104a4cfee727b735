import { type Answer, json, page } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { assets } from "../pages/assets.ts";
import { FormPage } from "../pages/form-page.tsx";
import { HomePage } from "../pages/home.tsx";
import { renderPage } from "../pages/render.ts";
import { RetentionPage } from "../pages/retention.tsx";
import type { Form } from "../policy/form.ts";
import { RetentionCategory, scheduleOf } from "../policy/retention-schedule.ts";
import { Right } from "../policy/rights.ts";
import { forms } from "./forms.ts";
import { openApiDocument } from "./openapi.ts";
import { rightsForm } from "./rights-form.ts";

const rightsForms = Right.options.map(rightsForm);

/** The forms and the rights; for programs the list of both. */
export function showHome(request: HttpRequest, site: Site): Answer {
  const listed = { forms: forms.map(entry), rights: rightsForms.map(entry) };
  if (!request.wantsPage) return json(200, listed);
  return page(200, renderPage(<HomePage controller={site.controller} {...listed} />));
}

const entry = ({ slug, title, introduction }: Form) => ({ slug, title, introduction });

export function showForm(site: Site, form: Form, action: string): Answer {
  return page(200, renderPage(<FormPage controller={site.controller} form={form} action={action} />));
}

/** The retention schedule: a page for people, JSON for whoever asks for it. */
export function showRetention(request: HttpRequest, site: Site): Answer {
  const schedule = scheduleOf(site.controller);
  if ((request.header("accept") ?? "").includes("application/json")) return json(200, schedule);
  const rows = RetentionCategory.options.map((category) => {
    const { title, purpose, lawfulBasis, words, citation } = schedule[category];
    return { title, purpose, lawfulBasis, words, citation };
  });
  return page(200, renderPage(<RetentionPage controller={site.controller} rows={rows} />));
}

export function showOpenApi(site: Site): Answer {
  return json(200, openApiDocument(forms, rightsForms, site.controller, site.url));
}

export function showAsset(request: HttpRequest, site: Site): Answer {
  const name = request.params.asset ?? "";
  const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
  if (asset === undefined) return tellProblem(site, request, problem("not-found"));
  return { status: 200, contentType: asset.contentType, body: asset.body };
}
