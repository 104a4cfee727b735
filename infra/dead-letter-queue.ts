import { Duration, Validations } from "aws-cdk-lib";
import * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** Where events go that nobody took; an alarm watches each. */
export function deadLetterQueue(scope: Construct): sqs.Queue {
  const queue = new sqs.Queue(scope, "DeadLetters", {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  // The rules know a dead-letter queue only by a redrive policy that points to it; ours serve a stream and schedules.
  for (const id of ["AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"])
    Validations.of(queue).acknowledge({
      id,
      reason:
        "It is the dead-letter queue itself; a message in it sets off the alarm. Shown by test/infra/outbox.test.ts",
    });
  return queue;
}
