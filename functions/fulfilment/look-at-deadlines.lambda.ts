import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { step } from "../edge/step.ts";
import { DeadlinesEnvironment, readEnvironment } from "../environment.ts";
import { openDatabase } from "../records/database.ts";
import { lookAtDeadlines } from "./look-at-deadlines.ts";

const environment = readEnvironment(DeadlinesEnvironment, process.env);
const database = openDatabase(environment);

const Input = z.object({ task: z.literal("look-at-deadlines") });

export const handler = step(Input, async () => await lookAtDeadlines(database, Temporal.Now.instant()));
