import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { askStaff, callStep } from "./machine-steps.ts";

/** The functions whose steps the machine calls. */
interface Steps {
  readonly assess: lambda.IFunction;
  readonly choices: lambda.IFunction;
  readonly conclude: lambda.IFunction;
}

/**
 * How a choice of a person is carried out, as it reads from top to bottom. What nobody has to judge ends before anybody is
 * asked about the rest.
 */
export function choicesMachine(scope: Construct, { assess, choices, conclude }: Steps): sfn.IChainable {
  const run = sfn.JsonPath.entirePayload;
  const step = (name: string, fn: lambda.IFunction, what: string) =>
    callStep(scope, name, fn, { step: what, run }, undefined, fn === choices ? "$.done" : undefined);
  const person = (name: string, reason: string, failed: boolean) =>
    askStaff(scope, name, assess, { run, reason: sfn.JsonPath.stringAt(reason), failed });
  const approved = sfn.Condition.stringEquals("$.decided.decision", "approve");
  const needs = (what: string) => sfn.Condition.stringEquals("$.needs", what);

  const done = new sfn.Succeed(scope, "Concluded");
  const first = step("Assess who has to see to it", assess, "assess");
  const stop = step("Stop what nobody has to judge", choices, "stop-at-once");
  const waitForPerson = person("Wait for a person to see to it", "$.reason", false);
  const carryOut = step("Carry it out", choices, "carry-out");
  const tell = step("Tell the person", conclude, "tell");
  const concludeIt = step("Conclude the request", conclude, "conclude-choice");

  first.next(new sfn.Choice(scope, "Is there anything to do?").when(needs("nothing"), done).otherwise(stop));
  stop.next(
    new sfn.Choice(scope, "Does it need a person?").when(needs("person"), waitForPerson).otherwise(carryOut),
  );
  waitForPerson.next(new sfn.Choice(scope, "Did the person agree?").when(approved, carryOut).otherwise(tell));
  carryOut.next(tell);
  tell.next(concludeIt);
  concludeIt.next(done);

  // Whatever does not pass by itself is looked at by a person, who says "once more" or "no".
  const failed = person("Hand it to a person, with the reason", "$.failure.Error", true);
  failed.next(
    new sfn.Choice(scope, "Is it tried once more?")
      // Who approves another try has not agreed to the choice itself: that is asked as before.
      .when(approved, first)
      .otherwise(tell),
  );
  // Cancelled in the very moment in which it was to wait: then nobody will ever wake it.
  for (const wait of [waitForPerson, failed])
    wait.addCatch(done, { errors: ["NothingToDecide"], resultPath: "$.failure" });
  for (const task of [first, stop, carryOut, tell, concludeIt])
    task.addCatch(failed, { errors: ["States.ALL"], resultPath: "$.failure" });
  return first;
}
