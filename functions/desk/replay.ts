import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionStatus,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import type { Reference } from "../policy/reference.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import type { Run } from "../policy/run.ts";
import { historyOf } from "../records/history.ts";
import { type LedgerEntry, ledgerEntries, ledgerKey } from "../records/ledger.ts";
import { type LostHold, lostHolds } from "../records/lost-holds.ts";
import { justNote, noteAct } from "../records/note-act.ts";
import { getRequest } from "../records/requests.ts";
import { type AnswerTo, type Refused, type Replay, type ReplayState, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";
import { catchUpRestored } from "./restored.ts";

/** Entries that one call goes through; who asks goes on from `next` until there is none. */
const PAGE = 25;

/**
 * Erases again what the ledger says was erased: after a table was restored from a backup. It goes through the same
 * machine, the same guard and the same data map as the first time; who is not in the restored table is found gone.
 * An erasure that is not over is left to its own machine: two runs of one request would share its tombstone, and the
 * one that ends first would end both, without the letter to the person and without their receipt.
 */
export async function replayLedger(
  { by, since, from, holdsChecked }: Asked<"replay-ledger">,
  desk: Desk,
): Promise<AnswerTo<"replay-ledger">> {
  const lost = from === undefined && !holdsChecked ? await lostHolds(desk.database) : [];
  if (lost.length > 0) return holdsAreLost(lost);
  const restored = from === undefined ? { caughtUp: await catchUpRestored(by, desk) } : {};
  const started: Replay[] = [];
  const underWay: Reference[] = [];
  for await (const entry of ledgerEntries(desk.ledger, from ?? since)) {
    const stands = await standing(entry, desk);
    if (stands === "under way") underWay.push(entry.request);
    else
      started.push({ ...(await replay(entry, by, desk)), ...(stands === "cut off" ? { cutOff: true } : {}) });
    if (started.length + underWay.length === PAGE)
      return { outcome: "done", ...restored, started, underWay, next: ledgerKey(entry) };
  }
  return { outcome: "done", ...restored, started, underWay };
}

/** What they keep would be erased, and nobody can bring that back. */
const holdsAreLost = (lost: readonly LostHold[]): Refused =>
  refused(
    "holds-lost",
    `The restore has taken legal holds away, and what they keep would be erased: ${lost.map(inWords).join("; ")}. Place them again first, in the same words; with --holds-checked it begins without. Nothing was changed.`,
  );

const inWords = ({ by, details: { hold, scope, form, ground, until, matter } }: LostHold): string =>
  `${hold} (${[scope ?? form, ground, until, matter].filter((word) => word !== undefined).join(", ")}, by ${by})`;

/** What the history of an erasure ends with, the first time and after a restore. */
const ENDS = ["concluded", "erased again after a restore"];

/**
 * How the erasure of an entry stands. Its history says whether it is over, as no restore takes that back; where it is
 * not, the request says whether its machine can go on, or whether the restore has cut it off.
 */
async function standing(
  { request: reference, subject }: LedgerEntry,
  { database }: Desk,
): Promise<"over" | "under way" | "cut off"> {
  const history = await historyOf(database, reference);
  if (history.some(({ what }) => ENDS.includes(what))) return "over";
  const request = await getRequest(database, { subject, reference });
  const goesOn = request?.begunAt !== undefined && !isConcluded(request.status);
  return goesOn ? "under way" : "cut off";
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
