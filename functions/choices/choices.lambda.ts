import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { step } from "../edge/step.ts";
import { ChoicesEnvironment, readEnvironment } from "../environment.ts";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { Run } from "../policy/run.ts";
import { openAudited } from "../records/database.ts";
import { carryOut, stopAtOnce } from "./carry-out.ts";
import type { Chooser } from "./chooser.ts";

const environment = readEnvironment(ChoicesEnvironment, process.env);
const chooser: Chooser = {
  database: openAudited(environment),
  schedule: scheduleOf(environment.CONTROLLER),
  now: () => Temporal.Now.instant(),
};

const Input = z.object({ step: z.enum(["stop-at-once", "carry-out"]), run: Run });

export const handler = step(Input, ({ step: what, run }) =>
  what === "carry-out" ? carryOut(run, chooser) : stopAtOnce(run, chooser),
);
