import { SendTaskSuccessCommand, TaskDoesNotExist, TaskTimedOut } from "@aws-sdk/client-sfn";
import { getRequest, type RequestKey } from "../records/requests.ts";
import type { Outbox } from "./outbox.ts";

/** Lets a machine that waits for a person go on, since the request was cancelled. */
export async function wakeExecution(key: RequestKey, outbox: Outbox): Promise<void> {
  const request = await getRequest(outbox.database, key);
  if (request?.awaits === undefined) return;
  const output = JSON.stringify({ decision: "cancelled" });
  try {
    await outbox.stepFunctions.send(new SendTaskSuccessCommand({ taskToken: request.awaits.token, output }));
  } catch (error) {
    // Somebody of the staff decided in the same moment: then it does not wait any more.
    if (!(error instanceof TaskDoesNotExist || error instanceof TaskTimedOut)) throw error;
  }
}
