import { SFNClient } from "@aws-sdk/client-sfn";
import { Temporal } from "temporal-polyfill";
import { dataMap } from "../data-map/data-map.ts";
import { DeskEnvironment, readEnvironment } from "../environment.ts";
import { scheduleOf } from "../policy/retention-schedule.ts";
import { openAttachments } from "../records/attachments.ts";
import { openCounted } from "../records/database.ts";
import { openLedger } from "../records/ledger.ts";
import { vaultOf } from "../records/vault-key.ts";
import type { DeskAnswer } from "./answer.ts";
import { answerQuestion } from "./answer-question.ts";
import type { Desk } from "./desk.ts";

const environment = readEnvironment(DeskEnvironment, process.env);
const database = openCounted(environment);
const exports = openAttachments(environment.EXPORTS_BUCKET);
const desk: Desk = {
  database,
  vault: vaultOf(environment.VAULT_KEY_SECRET),
  holders: dataMap({
    database,
    attachments: openAttachments(environment.ATTACHMENTS_BUCKET),
    exports,
  }),
  exports,
  ledger: openLedger(environment.LEDGER_BUCKET),
  stepFunctions: new SFNClient({ maxAttempts: 3 }),
  erasure: environment.ERASURE_MACHINE,
  schedule: scheduleOf(environment.CONTROLLER),
  now: () => Temporal.Now.instant(),
};

/** What the staff asks, by IAM only: no route of the HTTP API leads here. */
export const handler = (event: unknown): Promise<DeskAnswer> => answerQuestion(event, desk);
