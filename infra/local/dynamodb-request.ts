import { type KeyUse, keyUse } from "./encryption.ts";
import type { AccessRequest, RequestContext } from "./policy-statement.ts";
import type { LocalTemplate, Resource } from "./template.ts";

type Values = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}
interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
}
/** The parts of a request on one table that decide who may make it. */
interface TableRequest {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Values;
  readonly Item?: Values;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Values;
}
type TransactItem = Readonly<Record<string, TableRequest>>;
type WriteRequest = Readonly<Record<string, { Item?: Values; Key?: Values }>>;
export interface DynamoDbInput extends TableRequest {
  readonly TransactItems?: readonly TransactItem[];
  readonly RequestItems?: Readonly<Record<string, readonly WriteRequest[] | { Keys: readonly Values[] }>>;
}

/** IAM knows no permission for a transaction; it asks for each item's own. */
const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

const TABLE_TYPES = ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"];
/** Calls about a table rather than about its data; they need no key. */
const ABOUT_TABLES = /^(Describe|List|Create|Update(Table|TimeToLive|Continuous)|DeleteTable|Tag|Untag)/;

/** What IAM asks before DynamoDB performs `operation`, one entry per item of a transaction. */
export function dynamoDbNeeds(
  template: LocalTemplate,
  operation: string,
  input: DynamoDbInput,
): readonly AccessRequest[] {
  const needs = itemsOf(operation, input).map(({ action, request, keys, enclosing }): AccessRequest => {
    const table = tableOf(template, request.TableName);
    const arn = arnOf(template, request);
    const leading = keys ?? leadingKeys(table, request);
    const context: Record<string, readonly string[]> = {};
    if (leading.length > 0) context["dynamodb:leadingkeys"] = leading;
    if (enclosing) context["dynamodb:enclosingoperation"] = [enclosing];
    return { action: `dynamodb:${action}`, resources: [arn], context: context satisfies RequestContext };
  });
  const use: KeyUse = ABOUT_TABLES.test(operation) ? "none" : "read";
  const tables = new Set(
    itemsOf(operation, input).map(({ request }) => tableOf(template, request.TableName)),
  );
  return [...needs, ...[...tables].flatMap((table) => (table ? keyUse(template, table, use) : []))];
}

interface ItemRequest {
  readonly action: string;
  readonly request: TableRequest;
  readonly keys?: readonly string[];
  readonly enclosing?: string;
}

function itemsOf(operation: string, input: DynamoDbInput): readonly ItemRequest[] {
  if (input.TransactItems) {
    return input.TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, request]) => ({
        action: ITEM_ACTIONS[kind] ?? kind,
        request,
        enclosing: operation,
      })),
    );
  }
  if (input.RequestItems) {
    return Object.entries(input.RequestItems).flatMap(([TableName, batch]) =>
      batchKeys(batch).map((Key) => ({ action: operation, request: { TableName, Key } })),
    );
  }
  return [{ action: operation, request: input }];
}

function batchKeys(batch: readonly WriteRequest[] | { Keys: readonly Values[] }): readonly Values[] {
  if ("Keys" in batch) return batch.Keys;
  return batch.flatMap((write) => Object.values(write).map(({ Item, Key }) => Item ?? Key ?? {}));
}

function tableOf(template: LocalTemplate, name = ""): Resource | undefined {
  const plain = name.replace(/^arn:.*:table\//, "");
  return template.resources.find(
    (one) => TABLE_TYPES.includes(one.type) && template.nameOf(one.logicalId) === plain,
  );
}

function arnOf(template: LocalTemplate, { TableName, IndexName }: TableRequest): string {
  if (!TableName) return "*";
  const table = TableName.startsWith("arn:")
    ? TableName
    : `arn:aws:dynamodb:${template.region}:${template.account}:table/${TableName}`;
  return IndexName ? `${table}/index/${IndexName}` : table;
}

/** The partition key values a request touches; none when it may touch any (a scan). */
function leadingKeys(table: Resource | undefined, request: TableRequest): readonly string[] {
  const partitionKey = partitionKeyOf(table, request.IndexName);
  if (!partitionKey) return [];
  const stated = (request.Key ?? request.Item)?.[partitionKey];
  if (stated) return [plain(stated)];
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = request;
  const equalities = (request.KeyConditionExpression ?? "").matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  return [...equalities]
    .filter(([, name = ""]) => (names[name] ?? name) === partitionKey)
    .map(([, , value = ""]) => plain(values[value] ?? {}));
}

function partitionKeyOf(table: Resource | undefined, indexName?: string): string | undefined {
  const properties = table?.properties as
    | { KeySchema?: readonly KeyElement[]; GlobalSecondaryIndexes?: readonly Index[] }
    | undefined;
  const index = properties?.GlobalSecondaryIndexes?.find((one) => one.IndexName === indexName);
  return (index ?? properties)?.KeySchema?.find((one) => one.KeyType === "HASH")?.AttributeName;
}

/** An attribute value as a policy writes it: `{S: "a"}` → `a`. */
const plain = (value: Readonly<Record<string, unknown>>): string => String(Object.values(value)[0] ?? "");
