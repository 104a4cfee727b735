import * as z from "zod";
import { step } from "../edge/step.ts";
import { DropChainsEnvironment, readEnvironment } from "../environment.ts";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { openHistories } from "../records/drop-chain.ts";
import { drop } from "./drop.ts";
import { Shard } from "./payloads.ts";

const environment = readEnvironment(DropChainsEnvironment, process.env);
const histories = openHistories(environment);
const schedule = scheduleOf(environment.CONTROLLER);

const Input = z.object({ step: z.literal("drop"), shard: Shard });

export const handler = step(Input, async ({ shard }) => await drop(shard, histories, schedule));
