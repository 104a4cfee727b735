import type { AccessRequest } from "./policy-statement.ts";
import { ownerOf } from "./task-tokens.ts";
import type { LocalTemplate } from "./template.ts";

/** The requests of the Step Functions API that the local stack answers, in one. */
export interface StatesInput {
  readonly stateMachineArn?: string;
  readonly executionArn?: string;
  readonly taskToken?: string;
  readonly name?: string;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly statusFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly reverseOrder?: boolean;
}

/** What IAM asks before Step Functions acts: the machine's ARN, also for a task token, or the execution's. */
export function statesNeeds(
  template: LocalTemplate,
  operation: string,
  input: StatesInput,
): readonly AccessRequest[] {
  const need = (arn: string): AccessRequest => ({
    action: `states:${operation}`,
    resources: [arn],
    context: {},
  });
  if (input.taskToken !== undefined) {
    const machine = ownerOf(input.taskToken)?.machine;
    // Whose it is cannot be said of what is no token; the service refuses it as such.
    return machine && findMachine(template, machine) ? [need(template.arnOf(machine))] : [];
  }
  return [need(input.executionArn ?? input.stateMachineArn ?? "*")];
}

const findMachine = (template: LocalTemplate, logicalId: string) =>
  template.ofType("AWS::StepFunctions::StateMachine").find((one) => one.logicalId === logicalId);

/** @returns the machine's logical id */
export const machineByArn = (template: LocalTemplate, arn = ""): string | undefined =>
  template
    .ofType("AWS::StepFunctions::StateMachine")
    .map(({ logicalId }) => logicalId)
    .find((logicalId) => template.arnOf(logicalId) === arn);

/** @returns machine and name of an execution's ARN */
export function executionByArn(template: LocalTemplate, arn = "") {
  const [machineName = "", name] = arn.split(":").slice(6);
  const prefix = arn.split(":").slice(0, 5).join(":");
  const machine = machineByArn(template, `${prefix}:stateMachine:${machineName}`);
  return machine && name ? { machine, name } : undefined;
}
