import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { Backends } from "./emulated-aws.ts";
import { ensureKeyMaterial } from "./kms.ts";
import { ensureSecretValues } from "./secret-values.ts";
import { StartFailure } from "./start-failure.ts";
import type { LocalTemplate, Resource } from "./template.ts";

/** The properties DynamoDB Local can honour, of either resource type of a table. */
interface TableProperties {
  readonly AttributeDefinitions: AttributeDefinition[];
  readonly KeySchema: KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  readonly StreamSpecification?: { readonly StreamViewType: "KEYS_ONLY" };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: boolean };
}

/**
 * Creates what the template asks for and is not there yet: tables, buckets, secrets, key material. Run again on the
 * same data it changes nothing.
 *
 * @throws StartFailure when the data folder holds another shape of a table, or a damaged file, or has lost one
 */
export async function provision(
  template: LocalTemplate,
  backends: Pick<Backends, "dynamodb" | "s3">,
  data: string,
): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: backends.dynamodb,
    region: template.region,
    credentials: { accessKeyId: "operator", secretAccessKey: "local" },
  });
  const tables = ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"].flatMap((type) =>
    template.ofType(type),
  );
  try {
    const present = await Promise.all(
      tables.map(({ logicalId }) => describeTable(client, template.nameOf(logicalId))),
    );
    // Secrets and keys come before the tables: where there is a table, they have been there.
    const isFirst = present.every((table) => table === undefined);
    ensureSecretValues(template, data, isFirst);
    ensureKeyMaterial(template, data, isFirst);
    await Promise.all([
      ...tables.map((table, i) =>
        ensureTable(client, template.nameOf(table.logicalId), table, present[i], data),
      ),
      ...template
        .ofType("AWS::S3::Bucket")
        .map((one) => ensureBucket(backends.s3, template.nameOf(one.logicalId))),
    ]);
  } finally {
    client.destroy();
  }
}

async function ensureTable(
  client: DynamoDBClient,
  TableName: string,
  resource: Resource,
  present: TableDescription | undefined,
  data: string,
): Promise<void> {
  const wanted = resource.properties as unknown as TableProperties;
  if (present) {
    if (shapeOf(present) === shapeOf(wanted)) return;
    throw new StartFailure(
      `table ${TableName} in ${data} has other keys or indexes than the stack; delete that folder, or set HABEAS_DATA to another`,
    );
  }
  await client.send(new CreateTableCommand(creation(TableName, wanted)));
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { TableName });
  const { AttributeName, Enabled } = wanted.TimeToLiveSpecification ?? {};
  if (!AttributeName || !Enabled) return;
  const TimeToLiveSpecification = { AttributeName, Enabled };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

function creation(TableName: string, wanted: TableProperties): CreateTableCommandInput {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = wanted;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode: "PAY_PER_REQUEST",
    ...(GlobalSecondaryIndexes?.length
      ? { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(indexOnly) }
      : {}),
    ...(StreamSpecification ? { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } } : {}),
  };
}

/** Capacity settings of an index are AWS's concern. */
const indexOnly = ({ IndexName, KeySchema, Projection }: GlobalSecondaryIndex): GlobalSecondaryIndex => ({
  IndexName,
  KeySchema,
  Projection,
});

async function describeTable(
  client: DynamoDBClient,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Keys, indexes and stream as text, to compare a table that is there with the one that is wanted. */
function shapeOf(table: TableDescription | TableProperties): string {
  const keys = (schema: readonly KeySchemaElement[] = []) =>
    schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
  const indexes = (table.GlobalSecondaryIndexes ?? [])
    .map(({ IndexName, KeySchema, Projection }) => [IndexName, keys(KeySchema), Projection?.ProjectionType])
    .sort();
  return JSON.stringify([keys(table.KeySchema), indexes, table.StreamSpecification?.StreamViewType]);
}

async function ensureBucket(s3: string, name: string): Promise<void> {
  const answer = await fetch(new URL(`/${name}`, s3), { method: "PUT" });
  await answer.body?.cancel();
  if (!answer.ok && answer.status !== 409)
    throw new StartFailure(`bucket ${name} cannot be created: HTTP ${answer.status}`);
}
