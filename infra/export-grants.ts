import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { tablesOf } from "./fulfilment-grants.ts";
import { allowObjects } from "./object-grants.ts";
import type { Stores } from "./stores.ts";

/** Read and open all that is held about a person, and write the copy of it; it changes no record. */
export function grantMake(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, ["GetItem", "BatchGetItem", "Query"]);
  stores.allow(fn, stores.fleeting, ["Query"]);
  stores.allow(fn, stores.keys, ["GetItem"]);
  for (const bucket of [stores.attachments, stores.exports])
    fn.addToRolePolicy(
      new iam.PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
    );
  allowObjects(fn, stores.attachments, ["s3:GetObject"]);
  allowObjects(fn, stores.exports, [
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
  ]);
  return {
    ...tablesOf(stores),
    ATTACHMENTS_BUCKET: stores.attachments.bucketName,
    EXPORTS_BUCKET: stores.exports.bucketName,
    ...stores.openVault(fn),
  };
}

/** Read the copy and where it goes, and note that it went. Of all functions only this one talks to others than AWS. */
export function grantSendOn(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, ["GetItem", "UpdateItem"]);
  stores.allow(fn, stores.keys, ["GetItem"]);
  stores.allow(fn, stores.audit, ["PutItem"]);
  allowObjects(fn, stores.exports, ["s3:GetObject"]);
  return { ...tablesOf(stores), EXPORTS_BUCKET: stores.exports.bucketName, ...stores.openVault(fn) };
}
