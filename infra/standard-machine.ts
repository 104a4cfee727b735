import { type CfnElement, type Duration, Stack, Validations } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { deliveredLog } from "./delivered-log.ts";

interface StandardMachineProps {
  /** For a machine that people start by its name; the others get theirs from CloudFormation. */
  readonly name?: string;
  readonly start: sfn.IChainable;
  readonly timeout: Duration;
  /** Those that its states call. */
  readonly functions: readonly lambda.Function[];
}

/** A Standard state machine with our defaults: it logs which state when, never what went through it. */
export function standardMachine(
  scope: Construct,
  { name, start, timeout, functions }: StandardMachineProps,
): sfn.StateMachine {
  const machine = new sfn.StateMachine(scope, "Machine", {
    ...(name === undefined ? {} : { stateMachineName: name }),
    definitionBody: sfn.DefinitionBody.fromChainable(start),
    stateMachineType: sfn.StateMachineType.STANDARD,
    timeout,
    logs: {
      level: sfn.LogLevel.ALL,
      includeExecutionData: false,
      destination: deliveredLog(scope, "MachineLog"),
    },
    tracingEnabled: false,
  });
  const names = functions.map((fn) => Stack.of(scope).getLogicalId(fn.node.defaultChild as CfnElement));
  for (const resource of ["*", ...names.map((name) => `<${name}.Arn>:*`)])
    Validations.of(machine.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason:
        "Log delivery can be granted for all resources only (AWS, Step Functions logging), and a version of a step is the step. Shown by test/infra/grants.test.ts",
    });
  for (const id of ["AwsSolutions-SF2", "Serverless-StepFunctionStateMachineXray"])
    Validations.of(machine).acknowledge({
      id,
      reason:
        "A trace would be one more place that knows whose data went where; the history and the log say which state when. Shown by test/infra/functions.test.ts",
    });
  return machine;
}
