import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { A_WHOLE_INVOCATION, askStaff, callStep } from "./machine-steps.ts";

/** The functions whose steps the machine calls. */
interface Steps {
  readonly assess: lambda.IFunction;
  readonly make: lambda.IFunction;
  readonly send: lambda.IFunction;
  readonly conclude: lambda.IFunction;
}

/**
 * How a person gets a copy of their data, as it reads from top to bottom. What travels from state to state is ids and
 * flags; what was found lies sealed in the bucket, so that every step can be cut and run again.
 *
 * The copy is handed over before the letter says so: the letter is written in the transaction of the hand-over and
 * sent by the outbox, so it never promises what is not there, and it is one letter.
 */
export function exportMachine(scope: Construct, { assess, make, send, conclude }: Steps): sfn.IChainable {
  const done = new sfn.Succeed(scope, "Concluded");
  const ids = { request: sfn.JsonPath.stringAt("$.request"), subject: sfn.JsonPath.stringAt("$.subject") };
  const step = (
    name: string,
    fn: lambda.IFunction,
    what: string,
    run: object = ids,
    timeout = A_WHOLE_INVOCATION,
  ) => callStep(scope, name, fn, { step: what, run }, timeout, what === "tell" ? "$.letter" : "$.made");
  const person = (name: string, reason: string, more: object = {}) =>
    askStaff(scope, name, assess, { run: ids, reason, ...more });
  /** Who agrees then has agreed to what there was to look at in that moment, and to no more. */
  const aboutDisclosing = (name: string, reason: string) =>
    person(name, sfn.JsonPath.stringAt(reason), { disclosure: true });
  const approved = sfn.Condition.stringEquals("$.decided.decision", "approve");
  const isSo = (path: string) =>
    sfn.Condition.and(sfn.Condition.isPresent(path), sfn.Condition.booleanEquals(path, true));

  // Refused, or cancelled while it was under way; of the latter the person has been told.
  const discard = step("Discard what was collected", make, "discard");
  const tell = step("Tell the person", conclude, "tell", ids, SHORT);
  const told = { ...ids, told: sfn.JsonPath.stringAt("$.letter.told") };
  const concludeIt = step("Conclude the request", conclude, "conclude", told, SHORT);
  discard.next(tell);
  tell.next(concludeIt);
  concludeIt.next(done);

  const assessing = (name: string, resultPath?: string) =>
    callStep(scope, name, assess, { step: "assess", run: ids }, SHORT, resultPath);
  const first = assessing("Assess what may be disclosed");
  const collect = step("Collect, holder by holder", make, "collect");
  const collectAgain = step("Collect again what was missing", make, "collect", { ...ids, again: true });
  // While it was collected, or waited for somebody, something may have come or been marked that nobody has looked at.
  const again = assessing("Assess what was collected", "$.judged");
  const seal = step("Seal the bundle", make, "seal");
  const sendIt = step("Send it to the controller they named", send, "send");
  const handOver = step("Hand it over, with a letter", conclude, "hand-over", ids, SHORT);

  const unread = sfn.JsonPath.format("{}: could not be read", sfn.JsonPath.stringAt("$.made.unread"));
  const aboutMissing = person("Wait for a person about what is missing", unread);
  const hasLooked = new sfn.Pass(scope, "Somebody has looked at it", {
    result: sfn.Result.fromBoolean(true),
    resultPath: "$.looked",
  });
  const isToBeLookedAt = sfn.Condition.and(isSo("$.made.incomplete"), sfn.Condition.isNotPresent("$.looked"));
  const isCollected = new sfn.Choice(scope, "Is all collected?")
    // Cancelled, marked, or everything about the person is being erased: assessing says which, and what is to be done.
    .when(isSo("$.made.stopped"), first)
    .when(isSo("$.made.more"), collect)
    .when(isToBeLookedAt, aboutMissing)
    .otherwise(again);
  collect.next(isCollected);
  collectAgain.next(isCollected);
  hasLooked.next(collectAgain);
  aboutMissing.next(
    new sfn.Choice(scope, "Is it collected once more?").when(approved, hasLooked).otherwise(discard),
  );
  const aboutMore = aboutDisclosing("Wait for a person about what has come since", "$.judged.reason");
  again.next(
    new sfn.Choice(scope, "Does it need a person now?")
      .when(sfn.Condition.stringEquals("$.judged.needs", "nothing"), discard)
      .when(sfn.Condition.stringEquals("$.judged.needs", "person"), aboutMore)
      .otherwise(seal),
  );
  aboutMore.next(
    new sfn.Choice(scope, "Did the person agree to that too?").when(approved, collect).otherwise(discard),
  );
  seal.next(
    new sfn.Choice(scope, "Is it sealed?")
      .when(isSo("$.made.stopped"), first)
      .when(isSo("$.made.more"), seal)
      // A file that opened when it was collected does not any more.
      .when(isToBeLookedAt, aboutMissing)
      .when(isSo("$.sends"), sendIt)
      .otherwise(handOver),
  );
  // A copy of which a record was marked since it was collected is judged and made anew.
  sendIt.next(
    new sfn.Choice(scope, "Is it as it was collected?")
      .when(isSo("$.made.outdated"), first)
      .otherwise(handOver),
  );
  handOver.next(
    new sfn.Choice(scope, "Was it cancelled?")
      .when(isSo("$.made.stopped"), discard)
      .when(isSo("$.made.outdated"), first)
      .otherwise(done),
  );

  const waitForPerson = aboutDisclosing("Wait for a person to decide", "$.reason");
  waitForPerson.next(
    new sfn.Choice(scope, "Did the person agree?").when(approved, collect).otherwise(discard),
  );
  first.next(
    new sfn.Choice(scope, "Does it need a person?")
      .when(sfn.Condition.stringEquals("$.needs", "nothing"), discard)
      .when(sfn.Condition.stringEquals("$.needs", "person"), waitForPerson)
      .otherwise(collect),
  );

  // Whatever does not pass by itself is looked at by a person, who says "once more" or "no".
  const error = sfn.JsonPath.stringAt("$.failure.Error");
  const failed = person("Hand it to a person, with the reason", error, { failed: true });
  failed.next(
    new sfn.Choice(scope, "Is it tried once more?")
      // Who approves another try has not agreed to what is disclosed: that is still to be assessed.
      .when(sfn.Condition.and(approved, sfn.Condition.isPresent("$.needs")), collect)
      .when(approved, first)
      .otherwise(discard),
  );
  // A "yes" to what was refused before is assessed like any other; a "no" ends it, once more.
  const endFailed = person("Hand its end to a person, with the reason", error, { failed: true });
  endFailed.next(
    new sfn.Choice(scope, "Is it ended once more?")
      // The letter is out, and it says how it ended.
      .when(sfn.Condition.isPresent("$.letter.told"), concludeIt)
      .when(approved, first)
      .otherwise(discard),
  );
  // Nobody can be asked about what was cancelled; the alarm says that something is left lying.
  endFailed.addCatch(new sfn.Fail(scope, "It could not be ended"), { errors: ["NothingToDecide"] });

  // Cancelled in the very moment in which it was to wait: then nobody will ever wake it.
  for (const wait of [waitForPerson, aboutMissing, aboutMore, failed])
    wait.addCatch(discard, { errors: ["NothingToDecide"], resultPath: "$.failure" });
  for (const task of [first, collect, collectAgain, again, seal, sendIt, handOver])
    task.addCatch(failed, { errors: ["States.ALL"], resultPath: "$.failure" });
  for (const task of [discard, tell, concludeIt])
    task.addCatch(endFailed, { errors: ["States.ALL"], resultPath: "$.failure" });
  return first;
}

/** Longer than the functions themselves may take. */
const SHORT = Duration.seconds(90);
