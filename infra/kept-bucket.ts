import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** A bucket that outlives the stack, reached by TLS only and by nobody in public, encrypted under our key. */
export function keptBucket(
  scope: Construct,
  name: string,
  encryptionKey: kms.IKey,
  props: s3.BucketProps,
): s3.Bucket {
  const bucket = new s3.Bucket(scope, name, {
    ...props,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason:
      "An access log would keep who had what after both are erased; only the functions' roles reach the bucket. Shown by test/infra/grants.test.ts",
  });
  return bucket;
}

/**
 * The last day of whatever lies in a bucket of personal data: a backstop behind the retention schedule. Such a bucket
 * is not versioned: a version would keep what was erased.
 */
export const endsAfter = (expiration: Duration): s3.BucketProps => ({
  lifecycleRules: [{ expiration, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
});

/** The same without a last day: only what was never wholly there ends by itself. */
export const endsNever = (): s3.BucketProps => ({
  lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
});
