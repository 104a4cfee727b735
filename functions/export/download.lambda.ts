import { Temporal } from "temporal-polyfill";
import { http } from "../edge/http.ts";
import type { Site } from "../edge/site.ts";
import { DownloadEnvironment, readEnvironment } from "../environment.ts";
import { problemPage } from "../pages/problem.tsx";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { openCopies } from "../records/copies.ts";
import { openAudited } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { download, showDownload } from "./download.tsx";
import type { DownloadCounter } from "./download-counter.ts";
import { eraseOwnCopy } from "./erase-copy.tsx";

const environment = readEnvironment(DownloadEnvironment, process.env);
const site: Site = {
  url: environment.SITE_URL,
  controller: environment.CONTROLLER,
  allowedOrigins: [],
  problemPage: problemPage(environment.CONTROLLER),
};
const counter: DownloadCounter = {
  database: openAudited(environment),
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  exports: openCopies(environment.EXPORTS_BUCKET),
  schedule: scheduleOf(environment.CONTROLLER),
  now: () => Temporal.Now.instant(),
};

export const handler = http({
  site,
  routes: {
    "GET /request/download": (request) => showDownload(request, counter, site),
    "POST /request/download": (request) => download(request, counter, site),
    "POST /request/download/erase": (request) => eraseOwnCopy(request, counter, site),
  },
});
