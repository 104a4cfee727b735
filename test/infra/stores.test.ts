import { describe, expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { given } from "../given.ts";
import { resource, resources, spelledOut } from "./template.ts";

const TABLE = "AWS::DynamoDB::Table";
const MACHINE = "AWS::StepFunctions::StateMachine";
const key = { "Fn::GetAtt": [resource("AWS::KMS::Key", "StoresKey").id, "Arn"] };
const names = ["Records", "Keys", "Fleeting", "Audit", "Aggregates"];

test("these are all the tables there are", () => {
  expect(resources(TABLE)).toHaveLength(names.length);
});

describe.each(names)("the table %s", (name) => {
  const table = resource(TABLE, `Stores${name}`);

  test("outlives the stack, and cannot be deleted in passing", () => {
    expect(table).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { DeletionProtectionEnabled: true },
    });
  });

  test("is paid by use and encrypted under the stack's own key", () => {
    expect(table.Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: key },
    });
  });
});

test.each([
  ["Records", 7],
  ["Keys", 1],
  ["Audit", 35],
  ["Aggregates", 35],
])("what was deleted from %s is out of the backups after %i days", (name, days) => {
  expect(resource(TABLE, `Stores${name}`).Properties.PointInTimeRecoverySpecification).toEqual({
    PointInTimeRecoveryEnabled: true,
    RecoveryPeriodInDays: days,
  });
});

test("fleeting things have no backup and end by themselves; nothing else does", () => {
  const { Properties } = resource(TABLE, "StoresFleeting");

  expect(Properties.PointInTimeRecoverySpecification).toBeUndefined();
  expect(Properties.TimeToLiveSpecification).toEqual({ AttributeName: "expires", Enabled: true });
  for (const name of ["Records", "Keys", "Audit", "Aggregates"])
    expect(resource(TABLE, `Stores${name}`).Properties.TimeToLiveSpecification).toBeUndefined();
});

test("the stream of Records carries keys only, and no other table has one", () => {
  const streams = resources(TABLE).map(({ id, Properties }) => [id, Properties.StreamSpecification]);

  expect(streams.filter(([, stream]) => stream !== undefined)).toEqual([
    [resource(TABLE, "StoresRecords").id, { StreamViewType: "KEYS_ONLY" }],
  ]);
});

test("the indexes of Records copy keys only, and of what is due the clock that has run out", () => {
  expect(resource(TABLE, "StoresRecords").Properties.GlobalSecondaryIndexes).toMatchObject([
    { IndexName: "due", Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["dueAs"] } },
    { IndexName: "deadline", Projection: { ProjectionType: "KEYS_ONLY" } },
    { IndexName: "waiting", Projection: { ProjectionType: "KEYS_ONLY" } },
  ]);
});

describe.each(["Attachments", "Exports"])("the bucket %s", (name) => {
  const { Properties } = resource("AWS::S3::Bucket", `Stores${name}`);

  test("is encrypted under the stack's own key", () => {
    expect(Properties.BucketEncryption).toMatchObject({
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key } },
      ],
    });
  });

  test("keeps no versions, which would keep what was erased", () => {
    expect(Properties.VersioningConfiguration).toBeUndefined();
    expect(Properties.ReplicationConfiguration).toBeUndefined();
  });

  test(
    name === "Exports"
      ? "lets go of a copy after eight days"
      : "lets go of no file by its age: it may be held",
    () => {
      expect(Properties.LifecycleConfiguration).toEqual({
        Rules: [
          {
            ...(name === "Exports" ? { ExpirationInDays: 8 } : {}),
            ...{ Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          },
        ],
      });
    },
  );
});

describe.each(resources("AWS::S3::Bucket"))("the bucket $id", ({ id, Properties, ...policies }) => {
  test("outlives the stack", () => {
    expect(policies).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
  });

  test("is closed to the public, and to everybody without TLS", () => {
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const policy = resources("AWS::S3::BucketPolicy").find(
      (candidate) => spelledOut(candidate.Properties.Bucket) === id,
    );
    expect(policy?.Properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ],
    });
  });
});

test("the vault key is made by the stack, kept, and encrypted under the stack's own key", () => {
  expect(resource("AWS::SecretsManager::Secret")).toMatchObject({
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { KmsKeyId: key },
  });
});

test("how the vault key is made never changes: CloudFormation would make another, and nobody's data would open", () => {
  expect(resource("AWS::SecretsManager::Secret").Properties.GenerateSecretString).toEqual({
    PasswordLength: 64,
    ExcludePunctuation: true,
  });
});

/**
 * By another logical id CloudFormation makes another one. The old table lies there with all that is in it, and nothing
 * reads it; the old machine goes, and with it every request that is under way or waits for somebody.
 */
test("whatever holds data or carries out requests has the logical id that it was deployed with", () => {
  const kept = [TABLE, "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::KMS::Key", MACHINE];

  expect(kept.flatMap((type) => resources(type).map(({ id }) => id)).sort()).toEqual([
    "ChoicesMachineA9D2EAE1",
    "ErasureMachine0397A1CF",
    "EvidenceLedgerD4941E41",
    "EvidenceReceiptKey742FB4CF",
    "ExportMachine7BBC4903",
    "RetentionMachineFA6BBDB2",
    "StoresAggregates2F2BF958",
    "StoresAttachmentsC18DF53F",
    "StoresAudit7CEFB6B3",
    "StoresExportsC217E887",
    "StoresFleeting0404753D",
    "StoresKeyBF247E2E",
    "StoresKeysA761D242",
    "StoresRecordsE2AEA79E",
    "StoresVaultKey39CB49C1",
  ]);
});

test("the ledger is locked for far longer than any backup lives, for whoever has the account", () => {
  expect(resource("AWS::S3::Bucket", "EvidenceLedger").Properties).toMatchObject({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 365 } } },
  });
});

test("nobody deletes the stack in passing: what is kept of it no other stack takes up", () => {
  const app = createApp({ "aws:cdk:bundling-stacks": [] }, given.dataFolder());

  expect(app.synth().getStackByName("Habeas").terminationProtection).toBe(true);
});

test("the key that encrypts everything is kept and renewed every year", () => {
  expect(resource("AWS::KMS::Key", "StoresKey")).toMatchObject({
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { EnableKeyRotation: true },
  });
});
