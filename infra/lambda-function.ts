import { type Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { bundleOf } from "./bundle.ts";

export interface LambdaFunctionProps {
  /** The entry file, from `functions/`, such as `intake/submit.lambda.ts`. */
  readonly entry: string;
  /** For a function that people call by its name; the others get theirs from CloudFormation. */
  readonly functionName?: string;
  /** One sentence for the engineer who sees it in the console. */
  readonly description: string;
  readonly timeout: Duration;
  /** MiB; more memory is also more processor, so a faster cold start. */
  readonly memorySize: number;
  /** Takes the events that could not be handled, where they come without anybody waiting for the answer. */
  readonly deadLetterQueue?: sqs.IQueue;
}

/** A Node function with our defaults: small bundle, own role without managed policies, logs that end by themselves. */
export class LambdaFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    const logGroup = new logs.LogGroup(scope, `${id}Log`, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(scope, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
      description: props.description,
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      code: bundleOf(props.entry),
      handler: "index.handler",
      functionName: props.functionName,
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memorySize,
      deadLetterQueue: props.deadLetterQueue,
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
    });
    if (props.deadLetterQueue === undefined)
      Validations.of(this).acknowledge({
        id: "Serverless-LambdaDLQ",
        reason:
          "Called by the HTTP API, a state machine or a person, who waits for the answer and deals with a failure. Shown by test/infra/functions.test.ts",
      });
    Validations.of(this).acknowledge({
      id: "Serverless-LambdaTracing",
      reason:
        "A trace would be one more place that knows who asked for what and when, and needs a role for all resources; routes and durations are in the log. Shown by test/infra/functions.test.ts",
    });
  }

  /** What the function reads from its surroundings, typed by its own schema: a forgotten variable does not compile. */
  provide<Environment extends Record<string, string>>(environment: Environment): void {
    for (const [name, value] of Object.entries(environment)) this.addEnvironment(name, value);
  }
}
