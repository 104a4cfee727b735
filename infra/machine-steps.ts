import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";

/** What passes by itself: our names for it, and Lambda's. */
const PASSING = [
  "TryAgain",
  "MailUnavailable",
  "ErasureRunning",
  "HolderUnavailable",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];

/**
 * How a function ends that did not answer: it ran out of time or memory, or its process died. A few more tries, as
 * every step goes on where it was cut; what kills it every time is for a person.
 */
const DIED = ["Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError"];

/** Longer than a function runs that goes through everything: its 15 minutes are over first. */
export const A_WHOLE_INVOCATION = Duration.minutes(16);

/**
 * Longer than any law lets an answer take. An execution keeps the definition that it was started with, so for so long a
 * deployed step must go on taking what it takes, and answering what it answers.
 */
export const LONGEST_WAIT = Duration.days(300);

/**
 * A state that calls a function and goes on with what it answers. What passes by itself is tried again for hours.
 * @param resultPath where the answer is put; absent: in the place of all that came in.
 */
export function callStep(
  scope: Construct,
  name: string,
  lambdaFunction: lambda.IFunction,
  payload: Readonly<Record<string, unknown>>,
  timeout = Duration.seconds(90),
  resultPath?: string,
): tasks.LambdaInvoke {
  return tryAgain(
    new tasks.LambdaInvoke(scope, name, {
      lambdaFunction,
      payload: sfn.TaskInput.fromObject({ ...payload }),
      payloadResponseOnly: true,
      ...(resultPath === undefined ? {} : { resultPath }),
      retryOnServiceExceptions: false,
      taskTimeout: sfn.Timeout.duration(timeout),
    }),
    [...DIED, "States.Timeout"],
  );
}

/** A state that hands its token over and goes on when somebody answers with it; the answer is in `$.decided`. */
export function askPerson(
  scope: Construct,
  name: string,
  lambdaFunction: lambda.IFunction,
  payload: Readonly<Record<string, unknown>>,
  patience: Duration,
): tasks.LambdaInvoke {
  return tryAgain(
    new tasks.LambdaInvoke(scope, name, {
      lambdaFunction,
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ ...payload, token: sfn.JsonPath.taskToken }),
      resultPath: "$.decided",
      retryOnServiceExceptions: false,
      taskTimeout: sfn.Timeout.duration(patience),
    }),
    // Its time is up when nobody has answered: no reason to ask once more.
    DIED,
  );
}

/** The same with a person of the staff, for the request that `run` names. @param reason where it stands, or says, why. */
export const askStaff = (
  scope: Construct,
  name: string,
  assess: lambda.IFunction,
  payload: Readonly<Record<string, unknown>> & { readonly run: unknown; readonly reason: string },
): tasks.LambdaInvoke => askPerson(scope, name, assess, { step: "await-person", ...payload }, LONGEST_WAIT);

function tryAgain(task: tasks.LambdaInvoke, died: string[]): tasks.LambdaInvoke {
  task.addRetry({
    errors: PASSING,
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxAttempts: 12,
    maxDelay: Duration.minutes(10),
    jitterStrategy: sfn.JitterType.FULL,
  });
  task.addRetry({
    errors: died,
    interval: Duration.seconds(10),
    backoffRate: 2,
    maxAttempts: 3,
    jitterStrategy: sfn.JitterType.FULL,
  });
  return task;
}
