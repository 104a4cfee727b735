import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Vault } from "../../functions/records/vault.ts";
import { openMachine } from "../../infra/operate/open-machine.ts";
import type { GivenStack } from "../given.ts";
import type { Seedable } from "../retention/given.ts";
import { Buckets } from "./buckets.ts";
import type { TableName } from "./tables.ts";

const TABLES = {
  records: "Records",
  fleeting: "Fleeting",
  keys: "Keys",
  audit: "Audit",
  aggregates: "Aggregates",
} as const satisfies Record<string, TableName>;

/** The tables and buckets of a running stack, to be filled with what is due. */
export async function seedable(stack: GivenStack): Promise<Seedable> {
  const as = {
    endpoint: stack.gateway.url,
    region: "eu-central-1",
    credentials: stack.gateway.credentialsFor("operator"),
  };
  const nameOf = (prefix: string, type: string) =>
    stack.template.nameOf(stack.template.find(`Stores${prefix}`, type).logicalId);
  const tableOf = (name: string) => nameOf(name, "AWS::DynamoDB::Table");
  const bucketOf = (name: string) => ({
    client: new S3Client({ ...as, forcePathStyle: true }),
    bucket: nameOf(name, "AWS::S3::Bucket"),
  });
  const buckets = new Buckets(stack);
  const { SecretString = "" } = await new SecretsManagerClient(as).send(
    new GetSecretValueCommand({ SecretId: nameOf("VaultKey", "AWS::SecretsManager::Secret") }),
  );
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(as), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const database = {
    client,
    records: tableOf("Records"),
    keys: tableOf("Keys"),
    fleeting: tableOf("Fleeting"),
    audit: tableOf("Audit"),
    aggregates: tableOf("Aggregates"),
  };
  return {
    database,
    attachments: bucketOf("Attachments"),
    exports: bucketOf("Exports"),
    vault: new Vault(SecretString),
    rows: async (table) => (await stack.tables.items(TABLES[table])) as never,
    async put(table, rows) {
      for (let i = 0; i < rows.length; i += 25) {
        const batch = rows.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
        await client.send(new BatchWriteCommand({ RequestItems: { [database[table]]: batch } }));
      }
    },
    putObject: (bucket, key) =>
      buckets.put(bucket === "exports" ? "StoresExports" : "StoresAttachments", key, "sealed"),
  };
}

let nights = 0;

/** Runs a night of the stack's own machine, and waits for its end. @returns how it ended */
export async function nightOf(stack: GivenStack, at: string): Promise<string> {
  const machine = await openMachine({ stack: "Habeas" }, { PORT: new URL(stack.url).port });
  nights += 1;
  const execution = await machine.start(`night-${nights}`, { at });
  await stack.executionsSettled();
  return (await machine.look(execution)).status;
}
