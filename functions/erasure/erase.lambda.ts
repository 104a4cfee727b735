import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { dataMap } from "../data-map/data-map.ts";
import { step } from "../edge/step.ts";
import { EraseEnvironment, readEnvironment } from "../environment.ts";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { Run } from "../policy/run.ts";
import { openAttachments } from "../records/attachments.ts";
import { openAudited } from "../records/database.ts";
import { openLedger } from "../records/ledger.ts";
import { begin } from "./begin.ts";
import { erase } from "./erase.ts";
import type { Eraser } from "./eraser.ts";
import { prove } from "./prove.ts";
import { withdrawCopies } from "./withdraw-copies.ts";

const environment = readEnvironment(EraseEnvironment, process.env);
const database = openAudited(environment);
const eraser: Eraser = {
  database,
  holders: dataMap({
    database,
    attachments: openAttachments(environment.ATTACHMENTS_BUCKET),
    exports: openAttachments(environment.EXPORTS_BUCKET),
  }),
  ledger: openLedger(environment.LEDGER_BUCKET),
  schedule: scheduleOf(environment.CONTROLLER),
  now: () => Temporal.Now.instant(),
};

const Input = z.object({ step: z.enum(["withdraw-copies", "begin", "erase", "prove"]), run: Run });

export const handler = step(Input, async ({ step: what, run }, remaining) => {
  switch (what) {
    case "withdraw-copies":
      return await withdrawCopies(run, eraser);
    case "begin":
      return await begin(run, eraser);
    case "erase":
      return await erase(run, eraser, remaining);
    case "prove":
      return await prove(run, eraser);
  }
});
