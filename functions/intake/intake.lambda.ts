import { Temporal } from "temporal-polyfill";
import { http } from "../edge/http.ts";
import { json } from "../edge/http-answer.ts";
import type { HttpRequest } from "../edge/http-request.ts";
import { problem } from "../edge/problems.ts";
import { type Site, tellProblem } from "../edge/site.ts";
import { IntakeEnvironment, readEnvironment } from "../environment.ts";
import { problemPage } from "../pages/problem.tsx";
import { openAttachments } from "../records/attachments.ts";
import { openAudited } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { atForm, atRight } from "./counter.ts";
import type { Intake } from "./intake.ts";
import { receive } from "./receive.tsx";
import { resend, showSent } from "./resend.tsx";
import { showAsset, showForm, showHome, showOpenApi, showRetention } from "./show.tsx";

const environment = readEnvironment(IntakeEnvironment, process.env);
const site: Site = {
  url: environment.SITE_URL,
  controller: environment.CONTROLLER,
  allowedOrigins: environment.ALLOWED_ORIGINS,
  problemPage: problemPage(environment.CONTROLLER),
};
const intake: Intake = {
  database: openAudited(environment),
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  attachments: openAttachments(environment.ATTACHMENTS_BUCKET),
  controller: environment.CONTROLLER,
  perNetwork: environment.SUBMISSIONS_PER_NETWORK,
  now: () => Temporal.Now.instant(),
};

const notFound = (request: HttpRequest) => tellProblem(site, request, problem("not-found"));

export const handler = http({
  site,
  routes: {
    "GET /": (request) => showHome(request, site),
    "GET /forms/{form}": (request) => {
      const counter = atForm(request, intake);
      return counter === undefined ? notFound(request) : showForm(site, counter.form, counter.action);
    },
    "POST /forms/{form}": (request) => {
      const counter = atForm(request, intake);
      return counter === undefined ? notFound(request) : receive(request, counter, intake, site);
    },
    "GET /rights/{right}": (request) => {
      const counter = atRight(request, intake);
      return counter === undefined ? notFound(request) : showForm(site, counter.form, counter.action);
    },
    "POST /rights/{right}": (request) => {
      const counter = atRight(request, intake);
      return counter === undefined ? notFound(request) : receive(request, counter, intake, site);
    },
    "GET /sent": (request) => showSent(request, site),
    "POST /sent": (request) => resend(request, intake, site),
    "GET /retention": (request) => showRetention(request, site),
    "GET /openapi.json": () => showOpenApi(site),
    "GET /health": () => json(200, { status: "ok" }),
    "GET /assets/{asset}": (request) => showAsset(request, site),
    $default: notFound,
  },
  openToAllowedOrigins: ["POST /forms/{form}", "POST /rights/{right}"],
});
