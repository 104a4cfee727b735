import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { tablesOf } from "./fulfilment-grants.ts";
import { allowObjects } from "./object-grants.ts";
import type { Stores } from "./stores.ts";

/** Find all that is held about a person, and destroy it. It cannot open what it destroys: it has no key to it. */
export function grantErase(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, [
    "GetItem",
    "Query",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "ConditionCheckItem",
  ]);
  stores.allow(fn, stores.fleeting, ["Query", "DeleteItem"]);
  stores.allow(fn, stores.audit, ["PutItem"]);
  for (const bucket of [stores.attachments, stores.exports]) {
    fn.addToRolePolicy(
      new iam.PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
    );
    allowObjects(fn, bucket, ["s3:DeleteObject"]);
  }
  return {
    ...tablesOf(stores),
    ATTACHMENTS_BUCKET: stores.attachments.bucketName,
    EXPORTS_BUCKET: stores.exports.bucketName,
  };
}
