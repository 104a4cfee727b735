import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { dataMap } from "../data-map/data-map.ts";
import { step } from "../edge/step.ts";
import { RetentionEnvironment, readEnvironment } from "../environment.ts";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { openAttachments } from "../records/attachments.ts";
import { openCounted } from "../records/database.ts";
import { vaultOf } from "../records/vault-key.ts";
import { awaitPerson } from "./await-person.ts";
import { compare, redate } from "./compare.ts";
import { Night, PlannedNight, Segment, Shard } from "./payloads.ts";
import { plan } from "./plan.ts";
import { preview } from "./preview.ts";
import { report, reportFailure } from "./report.ts";
import { sweep } from "./sweep.ts";
import type { Sweeper } from "./sweeper.ts";
import { weigh } from "./weigh.ts";

const environment = readEnvironment(RetentionEnvironment, process.env);
const database = openCounted(environment);
const attachments = openAttachments(environment.ATTACHMENTS_BUCKET);
const sweeper: Sweeper = {
  database,
  holders: dataMap({ database, attachments, exports: openAttachments(environment.EXPORTS_BUCKET) }),
  attachments,
  schedule: scheduleOf(environment.CONTROLLER),
  blastRadius: { share: environment.BLAST_RADIUS_SHARE, minimum: environment.BLAST_RADIUS_MINIMUM },
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  clock: () => Temporal.Now.instant(),
};

const Input = z.discriminatedUnion("step", [
  z.object({ step: z.literal("plan"), night: Night, execution: z.string() }),
  z.object({ step: z.enum(["compare", "redate"]), segment: Segment }),
  z.object({ step: z.literal("weigh"), night: PlannedNight }),
  z.object({ step: z.literal("sweep"), shard: Shard }),
  z.object({
    step: z.literal("await-person"),
    night: PlannedNight,
    patience: z.number(),
    token: z.string(),
  }),
  z.object({ step: z.enum(["report", "report-failure"]), night: Night }),
]);

export const handler = step(Input, async (input, remaining) => {
  switch (input.step) {
    case "plan":
      return input.night.preview === true
        ? await preview(input.night, sweeper, remaining)
        : await plan({ ...input.night, execution: input.execution }, sweeper);
    case "compare":
      return await compare(input.segment, sweeper, remaining);
    case "redate":
      return await redate(input.segment, sweeper, remaining);
    case "weigh":
      return await weigh(input.night, sweeper);
    case "sweep":
      return await sweep(input.shard, sweeper, remaining);
    case "await-person":
      return await awaitPerson(input.night, input.patience, input.token, sweeper);
    case "report":
      return await report(input.night, sweeper);
    case "report-failure":
      return await reportFailure(input.night, sweeper);
  }
});
