import { ExecutionAlreadyExists, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { SubjectId } from "../policy/data-subject.ts";
import type { ExecutionEntry } from "../records/items.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Starts the machine of a rights request. Its name is the request's reference, so that however often the entry comes
 * there is one execution. Its input is ids only: the history of an execution lives 90 days.
 */
export async function startExecution(
  { machine, reference }: ExecutionEntry,
  subject: SubjectId,
  outbox: Outbox,
): Promise<void> {
  const command = new StartExecutionCommand({
    stateMachineArn: outbox.machines[machine],
    name: reference,
    input: JSON.stringify({ request: reference, subject }),
  });
  try {
    await outbox.stepFunctions.send(command);
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
