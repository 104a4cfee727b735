import { App, Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import { type LocalTemplate, loadTemplate, type RawTemplate } from "../../../infra/local/template.ts";

/** What a test may leave out or put in, to see what changes. */
export interface FixtureOptions {
  readonly secondIndex?: boolean;
  readonly grant?: (stack: {
    clerk: lambda.Function;
    table: dynamodb.Table;
    key: kms.Key;
    secret: secretsmanager.Secret;
    bucket: s3.Bucket;
  }) => void;
}

/**
 * A small stack with one of everything the gateway guards: an encrypted table with a stream, an encrypted bucket, a
 * secret, and two functions: `Clerk`, which a test may grant something, and `Stranger`, which may do nothing.
 */
export function fixtureTemplate({ grant, secondIndex = false }: FixtureOptions = {}): LocalTemplate {
  const app = new App();
  const stack = new Stack(app, "Fixture");
  const key = new kms.Key(stack, "Key");
  const pk = { name: "pk", type: dynamodb.AttributeType.STRING };
  const sk = { name: "sk", type: dynamodb.AttributeType.STRING };
  const day = { name: "day", type: dynamodb.AttributeType.STRING };
  const table = new dynamodb.Table(stack, "Records", {
    partitionKey: pk,
    sortKey: sk,
    stream: dynamodb.StreamViewType.KEYS_ONLY,
    timeToLiveAttribute: "expires",
    encryptionKey: key,
  });
  table.addGlobalSecondaryIndex({ indexName: "due", partitionKey: day });
  if (secondIndex) table.addGlobalSecondaryIndex({ indexName: "second", partitionKey: sk });
  const bucket = new s3.Bucket(stack, "Exports", { encryptionKey: key, enforceSSL: true });
  const secret = new secretsmanager.Secret(stack, "VaultKey", {
    encryptionKey: key,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
  });
  const [clerk] = ["Clerk", "Stranger"].map(
    (id) =>
      new lambda.Function(stack, id, {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: "index.handler",
        code: lambda.Code.fromInline("exports.handler = async () => {};"),
      }),
  );
  if (clerk) grant?.({ clerk, table, key, secret, bucket });
  const raw = app.synth().getStackByName("Fixture").template as RawTemplate;
  return loadTemplate(raw, { region: "eu-central-1", account: "000000000000" });
}

/** The logical id of one of the fixture's functions. */
export const functionId = (template: LocalTemplate, name: "Clerk" | "Stranger"): string =>
  template.ofType("AWS::Lambda::Function").find((one) => one.logicalId.startsWith(name))?.logicalId ?? "";

export function allow(actions: string[], resources: string[], conditions?: Record<string, object>) {
  return new iam.PolicyStatement({ actions, resources, ...(conditions ? { conditions } : {}) });
}
