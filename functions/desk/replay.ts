import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionStatus,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import type { Run } from "../policy/run.ts";
import { type LedgerEntry, ledgerEntries, ledgerKey } from "../records/ledger.ts";
import { justNote, noteAct } from "../records/note-act.ts";
import type { AnswerTo, Replay, ReplayState } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/** Erasures that one call starts; who asks goes on from `next` until there is none. */
const PAGE = 25;

/**
 * Erases again what the ledger says was erased: after a table was restored from a backup. It goes through the same
 * machine, the same guard and the same data map as the first time; who is not in the restored table is found gone.
 */
export async function replayLedger(
  { by, since, from }: Asked<"replay-ledger">,
  desk: Desk,
): Promise<AnswerTo<"replay-ledger">> {
  const started: Replay[] = [];
  for await (const entry of ledgerEntries(desk.ledger, from ?? since)) {
    started.push(await replay(entry, by, desk));
    if (started.length === PAGE) return { outcome: "done", started, next: ledgerKey(entry) };
  }
  return { outcome: "done", started };
}

async function replay(entry: LedgerEntry, by: string, desk: Desk): Promise<Replay> {
  const { request, subject, target, scope, at } = entry;
  const now = desk.now();
  const stamp = now.toString({ smallestUnit: "second" }).replace(/\D/g, "");
  const execution = `replay-${request}-${stamp}`;
  const event = { what: "replay started", by, details: { execution } };
  await noteAct(desk.database, { subject, reference: request }, event, now, justNote(desk.database));
  const run: Run = {
    request,
    subject,
    scope,
    replay: true,
    before: at,
    ...(target === subject ? {} : { target }),
  };
  await desk.stepFunctions.send(
    new StartExecutionCommand({
      stateMachineArn: desk.erasure,
      name: execution,
      input: JSON.stringify(run),
    }),
  );
  return { reference: request, execution };
}

/** What conclude says at the end of a replay. */
const Output = z.object({ removed: z.number(), retained: z.number(), receipt: z.string() });

/** How far replays have come, by the names that starting them gave. */
export async function replayStatus(
  { executions }: Asked<"replay-status">,
  desk: Desk,
): Promise<AnswerTo<"replay-status">> {
  return { outcome: "done", executions: await Promise.all(executions.map((one) => statusOf(one, desk))) };
}

async function statusOf(execution: string, { stepFunctions, erasure }: Desk): Promise<ReplayState> {
  const executionArn = `${erasure.replace(":stateMachine:", ":execution:")}:${execution}`;
  try {
    const { status, output } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    if (status === ExecutionStatus.RUNNING) return { execution, status: "running" };
    const done =
      status === ExecutionStatus.SUCCEEDED ? Output.safeParse(JSON.parse(output ?? "null")).data : undefined;
    return done === undefined ? { execution, status: "failed" } : { execution, status: "done", ...done };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return { execution, status: "failed" };
    throw error;
  }
}
