import type { LocalTemplate, Resource } from "./template.ts";

/** What an `AWS::Lambda::EventSourceMapping` on a table's stream asks for. */
export interface MappingSettings {
  readonly functionId: string;
  readonly functionArn: string;
  readonly tableName: string;
  readonly sourceArn: string;
  readonly region: string;
  readonly batchSize: number;
  readonly bisects: boolean;
  /** Tries after the first; `Infinity` when the template sets no end. */
  readonly retries: number;
  /** Milliseconds after which a record is not tried any more; `Infinity` when the template sets no end. */
  readonly longestAge: number;
  readonly reportsItemFailures: boolean;
  readonly filters: readonly string[];
  /** ARN of the queue for what was given up. */
  readonly onFailure: string | undefined;
}

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number | string;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
}

/** @throws when the source is not the stream of a table, or the function is not in the template */
export function readMapping(template: LocalTemplate, { logicalId, properties }: Resource): MappingSettings {
  const mapping = properties as unknown as MappingProperties;
  const tableName = /:table\/([^/]+)\/stream\//.exec(mapping.EventSourceArn)?.[1];
  const target = template
    .ofType("AWS::Lambda::Function")
    .find(({ logicalId: id }) => [template.nameOf(id), template.arnOf(id)].includes(mapping.FunctionName));
  if (tableName === undefined || !target) {
    throw new Error(`${logicalId}: only mappings from a table's stream to a function run on this machine`);
  }
  const attempts = Number(mapping.MaximumRetryAttempts ?? -1);
  const age = Number(mapping.MaximumRecordAgeInSeconds ?? -1);
  return {
    functionId: target.logicalId,
    functionArn: template.arnOf(target.logicalId),
    tableName,
    sourceArn: mapping.EventSourceArn,
    region: template.region,
    batchSize: Number(mapping.BatchSize ?? 100),
    bisects: mapping.BisectBatchOnFunctionError === true,
    retries: attempts < 0 ? Number.POSITIVE_INFINITY : attempts,
    longestAge: age < 0 ? Number.POSITIVE_INFINITY : age * 1000,
    reportsItemFailures: mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") === true,
    filters: (mapping.FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => Pattern ?? []),
    onFailure: mapping.DestinationConfig?.OnFailure?.Destination,
  };
}
