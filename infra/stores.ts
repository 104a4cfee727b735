import { RemovalPolicy, Validations } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as s3 from "aws-cdk-lib/aws-s3";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { endsAfter, endsNever, keptBucket } from "./kept-bucket.ts";
import { backups, keptTable, sparseIndex } from "./kept-table.ts";
import { allowObjects } from "./object-grants.ts";
import { lastDayOfCopies } from "./retention-periods.ts";
import type { Settings } from "./settings.ts";

const text = dynamodb.AttributeType.STRING;

/**
 * Everything stateful. Each grant is one intent of one flow: it gives exactly the calls that intent makes and
 * hands over the names the function needs to make them.
 */
export class Stores extends Construct {
  /** One key encrypts everything; who may use it is decided per function below. */
  readonly key: kms.Key;
  /** The personal data, each person's under their own data key. */
  readonly records: dynamodb.Table;
  /** One wrapped data key per person: without the row every copy of their data is unreadable. */
  readonly keys: dynamodb.Table;
  /** Verifications, links, budgets, sessions: nothing that anybody sent or asked for. */
  readonly fleeting: dynamodb.Table;
  /** Append-only chains; no function may update here, and only one may delete, whole chains whose time is over. */
  readonly audit: dynamodb.Table;
  /** What is left of records that lead back to nobody any more, by month, and what each night did: numbers only. */
  readonly aggregates: dynamodb.Table;
  readonly attachments: s3.Bucket;
  readonly exports: s3.Bucket;
  readonly #vaultKey: secretsmanager.Secret;

  constructor(scope: Construct, id: string, { retention }: Pick<Settings, "retention">) {
    super(scope, id);
    this.key = new kms.Key(this, "Key", {
      description: "Habeas: encrypts tables, buckets, secrets and queues",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.records = keptTable(this, "Records", this.key, {
      partitionKey: { name: "pk", type: text },
      sortKey: { name: "sk", type: text },
      // The stream only says which item came; whoever reacts reads it afresh, so no copy of it travels.
      stream: dynamodb.StreamViewType.KEYS_ONLY,
      ...backups(7),
    });
    // By shard and then by day, so that one query a shard finds all that is due, however many nights were missed.
    sparseIndex(this.records, "due", ["shard", "due"], ["dueAs"]);
    sparseIndex(this.records, "deadline", ["open", "deadline"]);
    sparseIndex(this.records, "waiting", ["waiting", "notBefore"]);
    this.keys = keptTable(this, "Keys", this.key, {
      partitionKey: { name: "pk", type: text },
      // A key that was destroyed is out of the backups after a day: then shredding is final.
      ...backups(1),
    });
    this.fleeting = keptTable(this, "Fleeting", this.key, {
      partitionKey: { name: "pk", type: text },
      sortKey: { name: "sk", type: text },
      timeToLiveAttribute: "expires",
    });
    Validations.of(this.fleeting).acknowledge({
      id: "AwsSolutions-DDB3",
      reason:
        "It opens or counts what is kept elsewhere, and a backup would bring back links that are used up or erased. Shown by test/infra/stores.test.ts",
    });
    this.audit = keptTable(this, "Audit", this.key, {
      partitionKey: { name: "pk", type: text },
      sortKey: { name: "sequence", type: dynamodb.AttributeType.NUMBER },
      ...backups(35),
    });
    this.aggregates = keptTable(this, "Aggregates", this.key, {
      partitionKey: { name: "pk", type: text },
      sortKey: { name: "sk", type: text },
      ...backups(35),
    });

    // S3 knows of no legal hold, so an attachment goes by the sweep alone, which also finds those that no record knows.
    this.attachments = keptBucket(this, "Attachments", this.key, endsNever());
    // A copy ends by itself too, hold or not: it is made of what the hold keeps, and can be made again.
    this.exports = keptBucket(this, "Exports", this.key, endsAfter(lastDayOfCopies(retention)));

    this.#vaultKey = new secretsmanager.Secret(this, "VaultKey", {
      description:
        "Habeas: the pepper and the wrapping key are derived from this; losing it loses everything",
      encryptionKey: this.key,
      // More than 256 bits. Never change this: CloudFormation would make another key, and nobody's data would open.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.#vaultKey).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "A new pepper would name every person anew and a new wrapping key open nobody's data; it changes by migration, not by calendar. Shown by test/records/vault.test.ts",
    });
  }

  /** Write a submission or a rights request with its outbox entry, its verification and its budget, in one transaction. */
  grantSubmit(fn: lambda.Function) {
    this.allow(fn, this.records, ["PutItem", "ConditionCheckItem"]);
    this.allow(fn, this.audit, ["PutItem"]);
    this.allow(fn, this.keys, ["GetItem", "UpdateItem"]);
    this.allow(fn, this.fleeting, ["GetItem", "PutItem", "UpdateItem"]);
    allowObjects(fn, this.attachments, ["s3:PutObject", "s3:DeleteObject"]);
    return {
      RECORDS_TABLE: this.records.tableName,
      FLEETING_TABLE: this.fleeting.tableName,
      AUDIT_TABLE: this.audit.tableName,
      ATTACHMENTS_BUCKET: this.attachments.bucketName,
      ...this.openVault(fn),
    };
  }

  /** Be told of every new item by its key; returns the ARN of the stream that tells. */
  grantFollow(fn: lambda.Function): string {
    const stream = this.records.tableStreamArn ?? "";
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
          (action) => `dynamodb:${action}`,
        ),
        resources: [stream],
      }),
    );
    return stream;
  }

  /** Turn what is in the outbox into letters: read the entry and its record, mint a token, count, strike the entry off. */
  grantDispatch(fn: lambda.Function) {
    this.allow(fn, this.records, ["GetItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"]);
    this.allow(fn, this.records, ["Query"], ["waiting"]);
    this.allow(fn, this.keys, ["GetItem"]);
    this.allow(fn, this.fleeting, ["GetItem", "PutItem", "UpdateItem"]);
    return {
      RECORDS_TABLE: this.records.tableName,
      FLEETING_TABLE: this.fleeting.tableName,
      ...this.openVault(fn),
    };
  }

  /** Redeem what a letter carried: confirm the record and write what follows, in one transaction; show one's own request. */
  grantRedeem(fn: lambda.Function) {
    this.allow(fn, this.records, ["GetItem", "PutItem", "UpdateItem", "ConditionCheckItem"]);
    this.allow(fn, this.audit, ["PutItem"]);
    this.allow(fn, this.fleeting, ["GetItem", "PutItem", "UpdateItem"]);
    return {
      RECORDS_TABLE: this.records.tableName,
      FLEETING_TABLE: this.fleeting.tableName,
      AUDIT_TABLE: this.audit.tableName,
      ...this.openVault(fn),
    };
  }

  /** Read the vault key: to find a person by their address, and to open what is sealed. */
  openVault(fn: lambda.Function) {
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["secretsmanager:GetSecretValue"],
        resources: [this.#vaultKey.secretArn],
      }),
    );
    return { KEYS_TABLE: this.keys.tableName, VAULT_KEY_SECRET: this.#vaultKey.secretArn };
  }

  /** These calls on this table, or on these indexes of it; for the grants of a flow. */
  allow(fn: lambda.Function, table: dynamodb.Table, actions: string[], indexes: string[] = []) {
    const resources =
      indexes.length === 0 ? [table.tableArn] : indexes.map((name) => `${table.tableArn}/index/${name}`);
    fn.addToRolePolicy(
      new iam.PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources }),
    );
    this.#useKey(fn);
  }

  /** The key only through the services that hold the data, never called directly. */
  #useKey(fn: lambda.Function) {
    if (fn.node.tryFindChild("UsesStoresKey") !== undefined) return;
    new Construct(fn, "UsesStoresKey");
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
        resources: [this.key.keyArn],
        conditions: {
          StringLike: {
            "kms:ViaService": [
              "dynamodb.*.amazonaws.com",
              "s3.*.amazonaws.com",
              "secretsmanager.*.amazonaws.com",
            ],
          },
        },
      }),
    );
  }
}
