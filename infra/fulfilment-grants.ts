import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { allowObjects } from "./object-grants.ts";
import type { Stores } from "./stores.ts";

/** Read a request and what it is about; move it, or leave it to a person. */
export function grantAssess(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, ["GetItem", "Query", "UpdateItem"]);
  stores.allow(fn, stores.keys, ["GetItem"]);
  stores.allow(fn, stores.audit, ["PutItem"]);
  return { ...tablesOf(stores), ...stores.openVault(fn) };
}

/**
 * Read whom to write to, and that the copy is there; then end the request, its tombstone, its identity and its
 * person's key. Whether an object is there is only said to who may list: else what is gone looks like what is refused.
 */
export function grantConclude(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, [
    "GetItem",
    "PutItem",
    "Query",
    "UpdateItem",
    "DeleteItem",
    "ConditionCheckItem",
  ]);
  // A key goes with the last of what it opens; where something is left, that it was looked at is counted.
  stores.allow(fn, stores.keys, ["GetItem", "UpdateItem", "DeleteItem"]);
  stores.allow(fn, stores.audit, ["PutItem", "Query"]);
  fn.addToRolePolicy(
    new iam.PolicyStatement({ actions: ["s3:ListBucket"], resources: [stores.exports.bucketArn] }),
  );
  allowObjects(fn, stores.exports, ["s3:GetObject"]);
  return {
    ...tablesOf(stores),
    ATTACHMENTS_BUCKET: stores.attachments.bucketName,
    EXPORTS_BUCKET: stores.exports.bucketName,
    ...stores.openVault(fn),
  };
}

/** Count the open requests by their day; read none of them. */
export function grantLookAtDeadlines(stores: Stores, fn: lambda.Function) {
  stores.allow(fn, stores.records, ["Query"], ["deadline"]);
  return tablesOf(stores);
}

/** The names of the tables, for whoever was granted calls on them. */
export const tablesOf = (stores: Stores) => ({
  RECORDS_TABLE: stores.records.tableName,
  KEYS_TABLE: stores.keys.tableName,
  FLEETING_TABLE: stores.fleeting.tableName,
  AUDIT_TABLE: stores.audit.tableName,
});
