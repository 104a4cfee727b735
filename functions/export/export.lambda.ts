import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { dataMap } from "../data-map/data-map.ts";
import { step } from "../edge/step.ts";
import { ExportEnvironment, readEnvironment } from "../environment.ts";
import { openAttachments } from "../records/attachments.ts";
import { openDatabase } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { entriesOf } from "./bundle/entries.tsx";
import { collect } from "./collect.ts";
import { discard } from "./discard.ts";
import { type Exporter, ExportRun } from "./exporter.ts";
import { seal } from "./seal.ts";

const environment = readEnvironment(ExportEnvironment, process.env);
const database = openDatabase(environment);
const exports = openAttachments(environment.EXPORTS_BUCKET);
const exporter: Exporter = {
  database,
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  holders: dataMap({ database, attachments: openAttachments(environment.ATTACHMENTS_BUCKET), exports }),
  exports,
  controller: environment.CONTROLLER,
  siteUrl: environment.SITE_URL,
  partBytes: 8 * 2 ** 20,
  now: () => Temporal.Now.instant(),
};

const Input = z.object({ step: z.enum(["collect", "seal", "discard"]), run: ExportRun });

export const handler = step(Input, async ({ step: what, run }, remaining) => {
  switch (what) {
    case "collect":
      return await collect(run, exporter, remaining);
    case "seal":
      return await seal(run, exporter, entriesOf, remaining);
    case "discard":
      return await discard(run, exporter);
  }
});
