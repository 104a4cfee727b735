import { SendTaskSuccessCommand, TaskDoesNotExist, TaskTimedOut } from "@aws-sdk/client-sfn";
import { decideNight, getNight, lastNights } from "../records/night-decisions.ts";
import { isAsked, type SweepNight } from "../records/sweeps.ts";
import { type AnswerTo, type Decision, type Refused, refused, type ShownNight } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/** The last nights of the retention, the latest first, or one that was named; with what waits for a person. */
export async function sweeps({ night, most }: Asked<"sweeps">, desk: Desk): Promise<AnswerTo<"sweeps">> {
  if (night === undefined) {
    const nights = await lastNights(desk.database, most);
    return { outcome: "done", nights: nights.map((one) => shown(one, desk)) };
  }
  const found = await getNight(desk.database, night);
  return found === undefined ? unknownNight(night) : { outcome: "done", nights: [shown(found, desk)] };
}

const unknownNight = (night: string): Refused =>
  refused("unknown-night", `There was no sweep in the night of ${night}.`);

/**
 * The token with which the machine goes on is nothing to show: whoever has it could answer for the staff. A question to
 * which nobody has answered in time is none any more, also where its machine did not live to say so.
 */
function shown({ awaits, askedBy: _, ...night }: SweepNight, desk: Desk): ShownNight {
  if (awaits === undefined) return night;
  const { token: __, ...waiting } = awaits;
  if (isAsked({ awaits }, desk.now())) return { ...night, status: "awaiting-person", awaits: waiting };
  return awaits.decision === undefined ? { ...night, status: "unanswered" } : { ...night, awaits: waiting };
}

export function approveSweep(asked: Asked<"approve-sweep">, desk: Desk): Promise<AnswerTo<"approve-sweep">> {
  return decide(asked, "approve", desk);
}

export function refuseSweep(asked: Asked<"refuse-sweep">, desk: Desk): Promise<AnswerTo<"refuse-sweep">> {
  return decide(asked, "refuse", desk);
}

/**
 * Decides on a night that waits, and on nothing but what its manifest names. First the decision is kept, then the
 * machine is told; cut between the two, the same command once more tells it.
 */
async function decide(
  { night, manifest, by }: Asked<"approve-sweep" | "refuse-sweep">,
  decision: Decision,
  desk: Desk,
): Promise<AnswerTo<"approve-sweep">> {
  const found = await getNight(desk.database, night);
  if (found === undefined) return unknownNight(night);
  const against = objection(found, manifest, decision, desk);
  if (against !== undefined) return against;
  const { token, decision: decided } = found.awaits as NonNullable<SweepNight["awaits"]>;
  if (decided === undefined) {
    const kept = await decideNight(desk.database, { night, token, manifest }, decision, by);
    if (kept === "changed")
      return refused("try-again", "It changed in this very moment. Look at the night again: `desk sweeps`.");
  }
  return await tell(token, { night, manifest, decision }, desk);
}

function objection(found: SweepNight, manifest: string, decision: Decision, desk: Desk): Refused | undefined {
  const { awaits: waiting, night } = found;
  if (waiting === undefined)
    return refused("nothing-waits", `The night of ${night} waits for nobody. Nothing was changed.`);
  if (waiting.decision === undefined && !isAsked(found, desk.now()))
    return refused(
      "nothing-waits",
      `The night of ${night} has waited for too long. The nights since have asked anew: see \`desk sweeps\`.`,
    );
  if (found.manifest !== manifest)
    return refused(
      "another-manifest",
      "What waits is not what this manifest names: it has changed since. Look at it again with `desk sweeps`; only what you have seen runs.",
    );
  if (waiting.decision !== undefined && waiting.decision !== decision)
    return refused("already-decided", `It was decided already: ${waiting.decision}. Nothing was changed.`);
  return undefined;
}

async function tell(
  taskToken: string,
  { night, manifest, decision }: { night: string; manifest: string; decision: Decision },
  { stepFunctions }: Desk,
): Promise<AnswerTo<"approve-sweep">> {
  try {
    const output = JSON.stringify({ decision, manifest });
    await stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output }));
  } catch (error) {
    if (!(error instanceof TaskDoesNotExist || error instanceof TaskTimedOut)) throw error;
    return refused(
      "already-decided",
      "Its machine does not wait for this decision any more: it has it already, waited for too long, or was started anew. See `desk sweeps`.",
    );
  }
  return { outcome: "done", night, decision };
}
