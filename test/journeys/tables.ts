import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";
import type { LocalStack } from "../../infra/local/local-stack.ts";

export type TableName = "Records" | "Keys" | "Fleeting" | "Audit" | "Aggregates";
export type Item = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk?: string };

const NAMES: readonly TableName[] = ["Records", "Keys", "Fleeting", "Audit", "Aggregates"];

/** The tables as the operator sees them: whoever has the keys to the account. */
export class Tables {
  readonly #client: DynamoDBDocumentClient;
  readonly #stack: LocalStack;

  constructor(stack: LocalStack) {
    this.#stack = stack;
    const { url } = stack.gateway;
    const credentials = stack.gateway.credentialsFor("operator");
    this.#client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint: url, region: "eu-central-1", credentials }),
    );
  }

  async items(table: TableName): Promise<Item[]> {
    const items: Item[] = [];
    const pages = paginateScan(
      { client: this.#client },
      { TableName: this.#name(table), ConsistentRead: true },
    );
    for await (const { Items = [] } of pages) items.push(...(Items as Item[]));
    return items;
  }

  /** All of all tables, sorted, to compare before and after. */
  async everything(): Promise<Readonly<Record<TableName, readonly Item[]>>> {
    const entries = NAMES.map(async (name) => [name, (await this.items(name)).sort(byKey)] as const);
    return Object.fromEntries(await Promise.all(entries)) as Record<TableName, Item[]>;
  }

  /** What a reference belongs to: the records of its person. */
  async recordsAbout(reference: string): Promise<Item[]> {
    const records = await this.items("Records");
    const subject = records.find(({ sk }) => sk?.endsWith(`#${reference}`))?.pk;
    return records.filter(({ pk }) => pk === subject).sort(byKey);
  }

  /** The submission or the rights request of a reference. @throws where there is none */
  async record(reference: string): Promise<Item> {
    const records = await this.items("Records");
    const found = records.find(({ sk }) => sk === `submission#${reference}` || sk === `request#${reference}`);
    if (found === undefined) throw new Error(`there is no record ${reference}`);
    return found;
  }

  async verification(reference: string): Promise<Item | undefined> {
    return (await this.items("Fleeting")).find(({ sk }) => sk === `verification#${reference}`);
  }

  /** Empties the letter budget of a reference's person, as a day would. */
  async forgetLettersTo(reference: string): Promise<void> {
    const { pk } = await this.record(reference);
    await this.put("Fleeting", { pk, sk: "budget#letters", letters: [], version: Date.now(), expires: 0 });
  }

  /** Writes an item as it is, to bring about what time or an accident would. */
  async put(table: TableName, item: Item): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#name(table), Item: item }));
  }

  /** Writes many items, as fast as it goes. */
  async putAll(table: TableName, items: readonly Item[]): Promise<void> {
    const name = this.#name(table);
    for (let from = 0; from < items.length; from += 25) {
      const requests = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems } = await this.#client.send(
        new BatchWriteCommand({ RequestItems: { [name]: requests } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error("DynamoDB Local took a part only");
    }
  }

  async remove(table: TableName, { pk, sk, sequence }: Item): Promise<void> {
    const Key = table === "Audit" ? { pk, sequence } : { pk, ...(sk === undefined ? {} : { sk }) };
    await this.#client.send(new DeleteCommand({ TableName: this.#name(table), Key }));
  }

  #name(table: TableName): string {
    const resource = this.#stack.template.find(`Stores${table}`, "AWS::DynamoDB::Table");
    return this.#stack.template.nameOf(resource.logicalId);
  }
}

const byKey = (one: Item, other: Item) => (keyOf(one) < keyOf(other) ? -1 : 1);
const keyOf = ({ pk, sk = "" }: Item) => `${pk} ${sk}`;
