import { Temporal } from "temporal-polyfill";
import { http } from "../edge/http.ts";
import type { Site } from "../edge/site.ts";
import { readEnvironment, VerificationEnvironment } from "../environment.ts";
import { problemPage } from "../pages/problem.tsx";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { openAudited } from "../records/database.ts";
import { receiptKeyOf } from "../records/receipt-key.ts";
import { vaultOf } from "../records/vault-key.ts";
import { cancel } from "./cancel.tsx";
import { showKeys } from "./jwks.ts";
import { showLanding } from "./landing.tsx";
import { redeem } from "./redeem.tsx";
import { startSession } from "./session.tsx";
import { showReceipt, showStatus } from "./status.tsx";
import type { VerificationDesk } from "./verification-desk.ts";

const environment = readEnvironment(VerificationEnvironment, process.env);
const site: Site = {
  url: environment.SITE_URL,
  controller: environment.CONTROLLER,
  allowedOrigins: [],
  problemPage: problemPage(environment.CONTROLLER),
};
const desk: VerificationDesk = {
  database: openAudited(environment),
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  schedule: scheduleOf(environment.CONTROLLER),
  coolingOff: environment.COOLING_OFF,
  now: () => Temporal.Now.instant(),
};
const receiptKey = receiptKeyOf(environment.RECEIPT_KEY);

export const handler = http({
  site,
  routes: {
    "GET /verify": () => showLanding(site),
    "POST /verify": (request) => redeem(request, desk, site),
    "GET /request": (request) => showStatus(request, desk, site),
    "GET /request/receipt": (request) => showReceipt(request, desk, site),
    "GET /.well-known/jwks.json": () => showKeys(receiptKey),
    "POST /request/session": (request) => startSession(request, desk, site),
    "POST /request/cancel": (request) => cancel(request, desk, site),
  },
});
