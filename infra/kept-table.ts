import { RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** A table that outlives the stack: deleting it takes a decision of its own. On demand, encrypted under our key. */
export function keptTable(
  scope: Construct,
  name: string,
  encryptionKey: kms.IKey,
  props: dynamodb.TableProps,
): dynamodb.Table {
  return new dynamodb.Table(scope, name, {
    ...props,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Backups from which every second of the last days can be restored. */
export const backups = (days: number) => ({
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: days },
});

/** Only items that carry both attributes are in the index; only keys are copied into it, and what is named. */
export function sparseIndex(
  table: dynamodb.Table,
  indexName: string,
  [partition, sort]: readonly [string, string],
  copied: readonly string[] = [],
): void {
  table.addGlobalSecondaryIndex({
    indexName,
    partitionKey: { name: partition, type: dynamodb.AttributeType.STRING },
    sortKey: { name: sort, type: dynamodb.AttributeType.STRING },
    ...(copied.length === 0
      ? { projectionType: dynamodb.ProjectionType.KEYS_ONLY }
      : { projectionType: dynamodb.ProjectionType.INCLUDE, nonKeyAttributes: [...copied] }),
  });
}
