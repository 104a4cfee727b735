import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** The tables a function was given, and the client to reach them with. */
export interface Database {
  readonly client: DynamoDBDocumentClient;
  readonly records: string;
  readonly keys: string;
  readonly fleeting: string;
}

/** A function that writes the history of requests has this table too, and may only put into it. */
export interface AuditedDatabase extends Database {
  readonly audit: string;
}

/** Who sweeps, or reads what the sweep counted, has the table of counts too. */
export interface CountedDatabase extends AuditedDatabase {
  readonly aggregates: string;
}

export function openDatabase(tables: {
  RECORDS_TABLE: string;
  KEYS_TABLE: string;
  FLEETING_TABLE: string;
}): Database {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { client, records: tables.RECORDS_TABLE, keys: tables.KEYS_TABLE, fleeting: tables.FLEETING_TABLE };
}

export function openAudited(
  tables: Parameters<typeof openDatabase>[0] & { readonly AUDIT_TABLE: string },
): AuditedDatabase {
  return { ...openDatabase(tables), audit: tables.AUDIT_TABLE };
}

export function openCounted(
  tables: Parameters<typeof openAudited>[0] & { readonly AGGREGATES_TABLE: string },
): CountedDatabase {
  return { ...openAudited(tables), aggregates: tables.AGGREGATES_TABLE };
}
