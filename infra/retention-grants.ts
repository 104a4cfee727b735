import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { allowObjects } from "./object-grants.ts";
import type { Stores } from "./stores.ts";

/**
 * Find what is due, read it afresh, destroy or de-identify it through the guard, and count it. It opens what is
 * de-identified, so it reads keys; it never makes one.
 */
export function grantSweep(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, [
    "BatchGetItem",
    "Query",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "ConditionCheckItem",
    // Once a week, and where a period was changed: what the index does not have.
    "Scan",
  ]);
  stores.allow(fn, stores.records, ["Query"], ["due"]);
  // A key goes with the last of what it opens; where something is left, that it was looked at is counted.
  stores.allow(fn, stores.keys, ["GetItem", "UpdateItem", "DeleteItem"]);
  // With which rows a night was planned is kept there as long as the night lasts.
  stores.allow(fn, stores.fleeting, ["DeleteItem", "BatchWriteItem", "Query"]);
  stores.allow(fn, stores.audit, ["GetItem"]);
  stores.allow(fn, stores.aggregates, ["GetItem", "Query", "PutItem", "UpdateItem"]);
  for (const bucket of [stores.attachments, stores.exports]) {
    fn.addToRolePolicy(
      new iam.PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
    );
    allowObjects(fn, bucket, ["s3:DeleteObject"]);
  }
  return {
    RECORDS_TABLE: stores.records.tableName,
    FLEETING_TABLE: stores.fleeting.tableName,
    AUDIT_TABLE: stores.audit.tableName,
    AGGREGATES_TABLE: stores.aggregates.tableName,
    ATTACHMENTS_BUCKET: stores.attachments.bucketName,
    EXPORTS_BUCKET: stores.exports.bucketName,
    ...stores.openVault(fn),
  };
}

/** Read a history to its end, and remove the whole of it once its time is over. Nobody else removes any. */
export function grantDropChains(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.audit, ["Query", "DeleteItem"]);
  return { AUDIT_TABLE: stores.audit.tableName };
}
