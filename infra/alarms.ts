import { RemovalPolicy, Stack } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { deadLetterQueue } from "./dead-letter-queue.ts";

/** Goes off at the first one. @param alarmDescription who is harmed, and what to do. */
export function alarmAtFirst(
  scope: Construct,
  id: string,
  alarmDescription: string,
  metric: cloudwatch.IMetric,
): void {
  new cloudwatch.Alarm(scope, id, {
    alarmDescription,
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
}

/** Goes off at the first thing that nobody took, and stays on as long as one lies there. @param what as above. */
export function alarmOfDeadLetters(scope: Construct, id: string, what: string, queue: sqs.Queue): void {
  const after = "When it has been dealt with, purge the queue: until then the next failure is not told.";
  alarmAtFirst(scope, id, `${what} ${after}`, queue.metricApproximateNumberOfMessagesVisible());
}

/**
 * A metric out of a function's log: the lines are there anyway, and nothing else has to be deployed or paid.
 * @param metricValue "1" for a line, `$.count` for what it counts.
 */
export function counted(
  fn: lambda.Function,
  metricName: string,
  event: string,
  metricValue: string,
): cloudwatch.Metric {
  return fn.logGroup
    .addMetricFilter(metricName, {
      filterPattern: logs.FilterPattern.stringValue("$.message", "=", event),
      metricNamespace: "Habeas",
      metricName,
      metricValue,
    })
    .metric();
}

/** Writes to one address whenever an alarm of the stack goes off. What an alarm says names nobody. */
export class AlarmLetters extends Construct {
  constructor(stack: Stack, id: string, address: string) {
    super(stack, id);
    // A key of its own: CloudWatch must be let in, and at the key of the data it has no business.
    const masterKey = new kms.Key(this, "Key", {
      description: "Habeas: encrypts alarms on their way to whoever is told",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const topic = new sns.Topic(this, "Topic", { masterKey, enforceSSL: true });
    const ofThisAccount = { StringEquals: { "aws:SourceAccount": Stack.of(this).account } };
    const cloudWatch = new iam.ServicePrincipal("cloudwatch.amazonaws.com");
    masterKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [cloudWatch],
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        conditions: ofThisAccount,
      }),
    );
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [cloudWatch],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: ofThisAccount,
      }),
    );
    const undelivered = deadLetterQueue(this);
    topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: undelivered }));
    alarmOfDeadLetters(
      this,
      "Undelivered",
      "An alarm did not reach whom it was for, so people may be harmed and nobody knows. Look at the alarms in CloudWatch, then at the address (setting alarmEmail).",
      undelivered,
    );
    for (const one of stack.node.findAll())
      if (one instanceof cloudwatch.Alarm) one.addAlarmAction(new SnsAction(topic));
  }
}
