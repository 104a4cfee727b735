import type { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { A_WHOLE_INVOCATION, askStaff, callStep } from "./machine-steps.ts";

/** The functions whose steps the machine calls. */
interface Steps {
  readonly assess: lambda.IFunction;
  readonly erase: lambda.IFunction;
  readonly conclude: lambda.IFunction;
}

/**
 * How a person's data are erased, as it reads from top to bottom. What travels from state to state is ids; whatever
 * has to be remembered is in the tables, so that every step can be cut and run again.
 */
export function erasureMachine(scope: Construct, { assess, erase, conclude }: Steps): sfn.IChainable {
  const done = new sfn.Succeed(scope, "Concluded");
  const run = sfn.JsonPath.entirePayload;
  const step = (name: string, fn: lambda.IFunction, what: string, timeout?: Duration) =>
    callStep(scope, name, fn, { step: what, run }, timeout);
  const person = (name: string, reason: string, failed = false) =>
    askStaff(scope, name, assess, { run, reason: sfn.JsonPath.stringAt(reason), failed });
  const approved = sfn.Condition.stringEquals("$.decided.decision", "approve");

  const tell = step("Tell the person", conclude, "tell");
  const concludeIt = step("Conclude the request", conclude, "conclude");
  tell.next(concludeIt);
  concludeIt.next(done);

  const begin = step("Begin, unless it was cancelled", erase, "begin", A_WHOLE_INVOCATION);
  const eraseAll = step("Erase, holder by holder", erase, "erase", A_WHOLE_INVOCATION);
  const prove = step("Prove that it is gone", erase, "prove", A_WHOLE_INVOCATION);
  begin.next(
    new sfn.Choice(scope, "Was it cancelled?")
      .when(sfn.Condition.stringEquals("$.began", "cancelled"), done)
      .otherwise(eraseAll),
  );
  const later = new sfn.Wait(scope, "Leave a slow holder its time", {
    time: sfn.WaitTime.timestampPath("$.later"),
  });
  later.next(eraseAll);
  eraseAll.next(
    new sfn.Choice(scope, "Is anything left to go through?")
      .when(sfn.Condition.isPresent("$.later"), later)
      .when(sfn.Condition.isPresent("$.next"), eraseAll)
      .otherwise(prove),
  );
  prove.next(
    new sfn.Choice(scope, "Is all of it gone?")
      .when(sfn.Condition.isPresent("$.onceMore"), eraseAll)
      .otherwise(tell),
  );

  const waitForPerson = person("Wait for a person to decide", "$.reason");
  // Cancelled in the very moment in which it was to wait: then nobody will ever wake it.
  waitForPerson.addCatch(done, { errors: ["NothingToDecide"], resultPath: "$.failure" });
  const coolingOff = new sfn.Wait(scope, "Leave time to change one's mind", {
    time: sfn.WaitTime.timestampPath("$.coolingOffEnds"),
  });
  // Whatever came meanwhile is judged as what was there before; what a person has agreed to is not asked again.
  const again = step("Assess once more, now that the time is over", assess, "assess");
  coolingOff.next(again);
  again.next(
    new sfn.Choice(scope, "Does it need a person after all?")
      .when(sfn.Condition.stringEquals("$.needs", "nothing"), done)
      .when(sfn.Condition.stringEquals("$.needs", "person"), waitForPerson)
      .otherwise(begin),
  );
  waitForPerson.next(
    new sfn.Choice(scope, "Did the person agree?").when(approved, coolingOff).otherwise(tell),
  );
  const first = step("Assess what may be erased", assess, "assess");
  // At once, while it can still be cancelled, and so before the ledger knows of anything: a copy is made of what is
  // still there, and another one can be made any day. All else is written down before it goes.
  const withdraw = callStep(
    scope,
    "Withdraw the copies made for them",
    erase,
    { step: "withdraw-copies", run },
    A_WHOLE_INVOCATION,
    "$.withdrawn",
  );
  const needsPerson = new sfn.Choice(scope, "Does it need a person?")
    .when(sfn.Condition.stringEquals("$.needs", "person"), waitForPerson)
    .otherwise(coolingOff);
  first.next(
    new sfn.Choice(scope, "Is there anything to do?")
      .when(sfn.Condition.stringEquals("$.needs", "nothing"), done)
      .otherwise(withdraw),
  );
  withdraw.next(needsPerson);
  // What could not be withdrawn now goes with the erasure itself; nobody's time to cancel is cut short by it.
  withdraw.addCatch(needsPerson, { errors: ["States.ALL"], resultPath: "$.withdrawn" });

  // Whatever does not pass by itself is looked at by a person, who says "once more" or "no".
  const handOver = person("Hand it to a person, with the reason", "$.failure.Error", true);
  handOver.addCatch(done, { errors: ["NothingToDecide"], resultPath: "$.failure" });
  // What has not been assessed has no scope yet, and nobody may guess whose data it is about.
  const assessed = sfn.Condition.isPresent("$.scope");
  handOver.next(
    new sfn.Choice(scope, "Is it tried once more?")
      // The letter is out, and it says how it ended: only the end is left.
      .when(sfn.Condition.isPresent("$.told"), concludeIt)
      // Who approves another try has not agreed to what is erased: that is assessed.
      .when(sfn.Condition.and(approved, assessed), again)
      .when(approved, first)
      .otherwise(tell),
  );
  // A replay has no request that the desk could list; who started it sees that it failed, and starts it anew.
  const failed = new sfn.Choice(scope, "Whom does it fail?")
    .when(sfn.Condition.isPresent("$.replay"), new sfn.Fail(scope, "The replay failed"))
    .otherwise(handOver);
  for (const task of [first, again, begin, eraseAll, prove, tell, concludeIt])
    task.addCatch(failed, { errors: ["States.ALL"], resultPath: "$.failure" });
  return first;
}
