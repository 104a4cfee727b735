import { type CfnElement, Stack, Validations } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as s3 from "aws-cdk-lib/aws-s3";

/** These calls on the objects of a bucket, whichever there will be. */
export function allowObjects(fn: lambda.Function, bucket: s3.Bucket, actions: readonly string[]): void {
  fn.addToRolePolicy(
    new iam.PolicyStatement({ actions: [...actions], resources: [bucket.arnForObjects("*")] }),
  );
  const name = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnElement);
  Validations.of(fn.role ?? fn).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${name}.Arn>/*]`,
    reason:
      "Which objects there will be is not known beforehand: a file for each attachment, an entry for each erasure; the calls are the least. Shown by test/infra/grants.test.ts",
  });
}
