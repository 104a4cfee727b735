import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, Duration, Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import { buildSync } from "esbuild";
import { type Assembly, adoptAssembly } from "../../../infra/local/synthesize.ts";
import type { RawTemplate } from "../../../infra/local/template.ts";
import { addSchedules } from "./schedule-stack.ts";

const FUNCTIONS = fileURLToPath(new URL("./machine-functions.ts", import.meta.url));

/**
 * A small stack of state machines: `Work` (begin, retried; wait; pages in a loop; a person), `Refusal` (an error caught
 * by its name), `Forbidden` (its role allows nothing), `Hasty` (time limits), `Mapped` (each of a list, in a loop), beside
 * two schedules, a signing key and a locked bucket.
 */
export function synthesizeMachines(folder: string): Assembly {
  const bundle = join(folder, "bundle");
  buildSync({
    entryPoints: [FUNCTIONS],
    outfile: join(bundle, "index.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
  });
  const app = new App({ outdir: join(folder, "cdk.out") });
  const stack = new Stack(app, "Fixture");
  const code = lambda.Code.fromAsset(bundle);
  const runtime = lambda.Runtime.NODEJS_24_X;
  const timeout = Duration.seconds(5);
  const step = new lambda.Function(stack, "Step", { runtime, handler: "index.handler", code, timeout });
  const caller = new lambda.Function(stack, "Caller", { runtime, handler: "index.caller", code, timeout });
  step.grantInvoke(caller);
  work(stack, step);
  refusal(stack, step);
  forbidden(stack, step);
  hasty(stack, step);
  addSchedules(stack, mapped(stack, step));
  // Every stack of ours has a site.
  new apigateway.HttpApi(stack, "Site");
  new kms.Key(stack, "SigningKey", {
    keySpec: kms.KeySpec.ECC_NIST_P256,
    keyUsage: kms.KeyUsage.SIGN_VERIFY,
  });
  new s3.Bucket(stack, "Ledger", {
    objectLockEnabled: true,
    objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(365)),
  });
  const assembly = app.synth();
  return adoptAssembly(assembly.directory, assembly.getStackByName("Fixture").template as RawTemplate);
}

const machine = (stack: Stack, id: string, start: sfn.IChainable, timeout?: Duration) =>
  new sfn.StateMachine(stack, id, { definitionBody: sfn.DefinitionBody.fromChainable(start), timeout });

function call(scope: Stack, name: string, lambdaFunction: lambda.IFunction, step: string) {
  return new tasks.LambdaInvoke(scope, name, {
    lambdaFunction,
    payload: sfn.TaskInput.fromObject({ step, run: sfn.JsonPath.entirePayload }),
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
  });
}

function work(stack: Stack, step: lambda.Function): void {
  const begin = call(stack, "Begin", step, "begin").addRetry({
    errors: ["TryAgain", "Lambda.ServiceException"],
    interval: Duration.minutes(1),
    maxAttempts: 2,
    jitterStrategy: sfn.JitterType.FULL,
  });
  const wait = new sfn.Wait(stack, "Wait until then", { time: sfn.WaitTime.timestampPath("$.until") });
  const page = call(stack, "One page", step, "page");
  const ask = new tasks.LambdaInvoke(stack, "Ask a person", {
    lambdaFunction: step,
    integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: sfn.TaskInput.fromObject({
      step: "ask",
      run: sfn.JsonPath.entirePayload,
      token: sfn.JsonPath.taskToken,
    }),
    resultPath: "$.decided",
    retryOnServiceExceptions: false,
  });
  const more = new sfn.Choice(stack, "Is anything left?");
  const asked = new sfn.Choice(stack, "Does it need a person?");
  wait.next(page);
  page.next(more.when(sfn.Condition.isPresent("$.left"), page).otherwise(new sfn.Succeed(stack, "Done")));
  machine(
    stack,
    "Work",
    begin.next(
      asked
        .when(sfn.Condition.isPresent("$.person"), ask)
        .when(sfn.Condition.isNotPresent("$.until"), page)
        .otherwise(wait),
    ),
  );
}

function refusal(stack: Stack, step: lambda.Function): void {
  const refuse = call(stack, "Refuse", step, "refuse");
  refuse.addCatch(new sfn.Fail(stack, "Not this one"), { errors: ["SomethingElse"] });
  refuse.addCatch(new sfn.Pass(stack, "Told by name"), { errors: ["NotForUs"], resultPath: "$.failure" });
  machine(stack, "Refusal", refuse);
}

function forbidden(stack: Stack, step: lambda.Function): void {
  const Resource = step.functionArn;
  const task = new sfn.CustomState(stack, "Call what it may not", {
    stateJson: { Type: "Task", Resource, End: true },
  });
  machine(stack, "Forbidden", task);
}

/** Slow within its time limit for one, and within the limit of the whole for the other. */
function hasty(stack: Stack, step: lambda.Function): void {
  const limited = new tasks.LambdaInvoke(stack, "Too slow", {
    lambdaFunction: step,
    payload: sfn.TaskInput.fromObject({ step: "slow", run: sfn.JsonPath.entirePayload }),
    taskTimeout: sfn.Timeout.duration(Duration.seconds(1)),
    retryOnServiceExceptions: false,
  });
  limited.addCatch(new sfn.Pass(stack, "A failure like any other"), { errors: ["States.TaskFailed"] });
  limited.addCatch(new sfn.Pass(stack, "Too late"), { errors: ["States.Timeout"] });
  machine(stack, "Hasty", limited);
  const month = new sfn.Wait(stack, "A month", { time: sfn.WaitTime.duration(Duration.days(60)) });
  machine(stack, "Short", month, Duration.seconds(1));
  const patient = new sfn.Wait(stack, "Two months", { time: sfn.WaitTime.duration(Duration.days(60)) });
  machine(stack, "Patient", patient);
}

/** Each of a list, two at a time, page by page; what is refused is left out, what is broken breaks all of it. */
function mapped(stack: Stack, step: lambda.Function): sfn.StateMachine {
  const at = (path: string) => sfn.JsonPath.stringAt(path);
  const take = call(stack, "Take a page of it", step, "take").addRetry({
    errors: ["TryAgain", "Lambda.ServiceException"],
    interval: Duration.seconds(1),
    maxAttempts: 9,
    jitterStrategy: sfn.JitterType.FULL,
  });
  take.addCatch(new sfn.Pass(stack, "Left out", { parameters: { leftOut: at("$.failure.Error") } }), {
    errors: ["NotForUs"],
    resultPath: "$.failure",
  });
  take.next(
    new sfn.Choice(stack, "Is there another page?")
      .when(sfn.Condition.isPresent("$.left"), take)
      .otherwise(new sfn.Pass(stack, "It is through")),
  );
  const each = new sfn.Map(stack, "Take each", {
    itemsPath: "$.items",
    maxConcurrency: 2,
    itemSelector: {
      id: at("$.id"),
      fails: at("$.fails"),
      item: at("$$.Map.Item.Value"),
      index: at("$$.Map.Item.Index"),
    },
    resultPath: "$.taken",
  }).itemProcessor(take);
  each.addCatch(new sfn.Pass(stack, "One broke it"), { errors: ["States.ALL"], resultPath: "$.failure" });
  return machine(stack, "Mapped", each.next(new sfn.Succeed(stack, "All are through")));
}
