import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { keptBucket } from "./kept-bucket.ts";
import { allowObjects } from "./object-grants.ts";

interface EvidenceProps {
  /** The key that encrypts the ledger. */
  readonly encryptionKey: kms.IKey;
}

/** What shows that an erasure happened, and what lets it be repeated: the ledger and the key that signs receipts. */
export class Evidence extends Construct {
  /** Who was erased, by id only, written before anything is destroyed; nothing in it can be changed or removed. */
  readonly ledger: s3.Bucket;
  readonly #receiptKey: kms.Key;

  constructor(scope: Construct, id: string, { encryptionKey }: EvidenceProps) {
    super(scope, id);
    this.ledger = keptBucket(this, "Ledger", encryptionKey, {
      // Ten times as long as the longest backup (35 days): whatever is restored, the ledger knows of it.
      objectLockEnabled: true,
      objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(365)),
    });
    this.#receiptKey = new kms.Key(this, "ReceiptKey", {
      description: "Habeas: signs erasure receipts (ES256)",
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Write an erasure down before it begins. */
  grantRecord(fn: lambda.Function) {
    allowObjects(fn, this.ledger, ["s3:PutObject"]);
    return { LEDGER_BUCKET: this.ledger.bucketName };
  }

  /** Go through all that was ever erased. */
  grantReplay(fn: lambda.Function) {
    allowObjects(fn, this.ledger, ["s3:GetObject"]);
    this.#allow(fn, ["s3:ListBucket"], this.ledger.bucketArn);
    return { LEDGER_BUCKET: this.ledger.bucketName };
  }

  /** Sign a receipt, and name the key it is signed with. */
  grantSign(fn: lambda.Function) {
    this.#allow(fn, ["kms:Sign", "kms:GetPublicKey"], this.#receiptKey.keyArn);
    return { RECEIPT_KEY: this.#receiptKey.keyArn };
  }

  /** Show everybody the public key. */
  grantPublish(fn: lambda.Function) {
    this.#allow(fn, ["kms:GetPublicKey"], this.#receiptKey.keyArn);
    return { RECEIPT_KEY: this.#receiptKey.keyArn };
  }

  #allow(fn: lambda.Function, actions: string[], resource: string) {
    fn.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
  }
}
