import { SendTaskSuccessCommand, TaskDoesNotExist, TaskTimedOut } from "@aws-sdk/client-sfn";
import type { ConsentName } from "../policy/choices.ts";
import { groundsAgainst, mayRefuse, type RefusalGround } from "../policy/refusal-grounds.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import type { RightsRequest } from "../records/items.ts";
import { getRequest, moveRequest, type RequestKey } from "../records/requests.ts";
import { type AnswerTo, type Decision, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findReference, unknownReference } from "./find-request.ts";
import type { Asked } from "./question.ts";

interface Verdict {
  readonly decision: Decision;
  readonly ground?: RefusalGround;
  readonly by: string;
  readonly note: string | undefined;
  /** Of a withdrawal: which consents its words are about. */
  readonly consents?: readonly ConsentName[] | undefined;
}

export function approve(asked: Asked<"approve">, desk: Desk): Promise<AnswerTo<"approve">> {
  const { by, note, consents } = asked;
  return decide(asked, { decision: "approve", by, note, consents }, desk);
}

export function refuse(asked: Asked<"refuse">, desk: Desk): Promise<AnswerTo<"refuse">> {
  const { ground, by, note } = asked;
  return decide(asked, { decision: "refuse", ground, by, note }, desk);
}

/**
 * Decides on a request that waits for a person. First the decision is kept with the request and in its history, in one
 * transaction; then the machine is told. Cut between the two, the same command once more tells it.
 */
async function decide(
  { reference }: Asked<"approve" | "refuse">,
  verdict: Verdict,
  desk: Desk,
): Promise<AnswerTo<"approve">> {
  const found = await findReference(desk.database, reference);
  const request = found && (await getRequest(desk.database, found.key));
  if (found === undefined || request === undefined) return unknownReference();
  const against = objection(request, verdict);
  if (against !== undefined) return against;
  const waiting = request.awaits as NonNullable<RightsRequest["awaits"]>;
  if (waiting.decision === undefined) {
    const { withdraws } = request;
    const kept = await keep(found.key, { waiting, withdraws }, verdict, desk);
    if (kept !== undefined) return kept;
  }
  return await tell(waiting.token, request.reference, verdict, desk);
}

/** Why this cannot be decided just now. */
function objection(request: RightsRequest, { decision, ground, consents }: Verdict): Refused | undefined {
  const { awaits: waiting, status, right } = request;
  if (isConcluded(status))
    return refused("already-decided", `This request is concluded: it is ${status}. Nothing was changed.`);
  if (waiting === undefined)
    return refused("nothing-waits", "No machine waits for a decision on this request. Nothing was changed.");
  if (decision === "refuse" && request.begunAt !== undefined)
    return refused(
      "already-begun",
      "Its erasure has begun, and a part may be erased: it cannot be refused any more. Approve to try it once more.",
    );
  if (decision === "refuse" && request.carriedOutAt !== undefined)
    return refused(
      "already-begun",
      "It is carried out already, and only its end is still to come: it cannot be refused any more. Approve to try it once more.",
    );
  if (waiting.decision !== undefined && waiting.decision !== decision)
    return refused("already-decided", `It was decided already: ${waiting.decision}. Nothing was changed.`);
  if (consents !== undefined && right !== "withdraw")
    return refused("no-withdrawal", `"${right}" withdraws no consent. Nothing was changed.`);
  if (ground !== undefined && !mayRefuse(right, ground))
    return refused(
      "ground-does-not-fit",
      `"${right}" cannot be refused as ${ground}. What can be said against it: ${groundsAgainst(right).join(", ")}.`,
    );
  return undefined;
}

interface Waiting {
  readonly waiting: NonNullable<RightsRequest["awaits"]>;
  readonly withdraws: RightsRequest["withdraws"];
}

/** @returns undefined where the decision is kept. */
async function keep(
  key: RequestKey,
  { waiting, withdraws = [] }: Waiting,
  { decision, ground, by, note, consents }: Verdict,
  desk: Desk,
): Promise<Refused | undefined> {
  const moved = await moveRequest(
    desk.database,
    key,
    {
      // A refusal is the machine's to conclude: it writes the letter first.
      to: decision === "approve" ? "in-progress" : "awaiting-person",
      set: {
        awaits: { ...waiting, decision },
        ...(ground === undefined ? {} : { ground }),
        ...(consents === undefined ? {} : { withdraws: [...new Set([...withdraws, ...consents])] }),
        ...(decision === "approve" && waiting.points !== undefined ? { looked: waiting.points } : {}),
      },
      remove: ground === undefined ? ["ground"] : [],
      event: {
        what: decision === "approve" ? "approved" : "refused",
        by,
        details: {
          ...(ground === undefined ? {} : { ground }),
          ...(consents === undefined ? {} : { read: consents.join(", ") }),
          ...(note === undefined ? {} : { note }),
        },
      },
      only: (now) => now.awaits?.token === waiting.token && now.awaits.decision === undefined,
    },
    desk.now(),
  );
  if (moved.outcome === "moved") return undefined;
  return moved.outcome === "gone"
    ? unknownReference()
    : refused("try-again", "Somebody decided in this very moment. Look at the request again: `desk show`.");
}

async function tell(
  taskToken: string,
  reference: string,
  { decision, ground }: Verdict,
  { stepFunctions }: Desk,
): Promise<AnswerTo<"approve">> {
  const output = JSON.stringify({ decision, ...(ground === undefined ? {} : { ground }) });
  try {
    await stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output }));
  } catch (error) {
    if (!(error instanceof TaskDoesNotExist || error instanceof TaskTimedOut)) throw error;
    return refused(
      "already-decided",
      "Its machine does not wait for this decision any more: it has it already, or was started anew. See `desk show`.",
    );
  }
  return { outcome: "done", reference, decision };
}
