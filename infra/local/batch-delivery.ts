import { randomUUID } from "node:crypto";
import type { InvocationResult } from "./execution-environment.ts";
import type { MappingSettings } from "./mapping-settings.ts";
import type { StreamRecord } from "./stream-records.ts";

export interface DeliveryOptions {
  readonly settings: MappingSettings;
  invoke(event: unknown): Promise<InvocationResult>;
  /** Waits between two tries. @returns false when delivery is to stop instead */
  pause(milliseconds: number): Promise<boolean>;
  giveUp(message: unknown): void;
}

const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;

/**
 * Hands a batch of one shard over until it is done with: taken, or given up after the retries the mapping allows.
 * @returns false when delivery was stopped before that
 */
export async function deliver(
  batch: readonly StreamRecord[],
  options: DeliveryOptions,
  triesBefore = 0,
): Promise<boolean> {
  const { settings, invoke, pause, giveUp } = options;
  let remaining = batch;
  for (let tries = triesBefore + 1; ; tries++) {
    const result = await invoke({ Records: remaining });
    const failed = firstFailure(result, remaining, settings.reportsItemFailures);
    if (failed === undefined) return true;
    remaining = remaining.slice(failed);
    if (tries > settings.retries || ageOf(remaining) > settings.longestAge) {
      // A try that failed because everything stops is no reason to give up.
      if (!(await pause(0))) return false;
      giveUp(failureMessage(settings, remaining, tries, result));
      return true;
    }
    const doubled = SHORTEST_PAUSE * 2 ** Math.min(tries - 1, 10);
    if (!(await pause(Math.min(doubled, LONGEST_PAUSE)))) return false;
    // A function that said which record failed has split the batch itself.
    if (settings.bisects && !result.ok && remaining.length > 1) {
      const middle = Math.ceil(remaining.length / 2);
      // Splitting does not count as a try.
      const first = await deliver(remaining.slice(0, middle), options, tries - 1);
      return first && (await deliver(remaining.slice(middle), options, tries - 1));
    }
  }
}

/** Milliseconds since the oldest of the records was written. */
function ageOf([oldest]: readonly StreamRecord[]): number {
  const written = oldest?.dynamodb.ApproximateCreationDateTime;
  return typeof written === "number" ? Date.now() - written * 1000 : 0;
}

/** @returns the index of the first record to hand over again, nothing when all were taken */
function firstFailure(
  result: InvocationResult,
  records: readonly StreamRecord[],
  reportsItemFailures: boolean,
): number | undefined {
  if (!result.ok) return 0;
  if (!reportsItemFailures) return undefined;
  const { batchItemFailures } = (result.payload ?? {}) as {
    batchItemFailures?: readonly { itemIdentifier?: string }[] | null;
  };
  if (!batchItemFailures || batchItemFailures.length === 0) return undefined;
  const positions = batchItemFailures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  // An identifier that is not in the batch fails the whole of it.
  return Math.max(0, Math.min(...positions));
}

/** What AWS sends to the on-failure destination: where the records were, not what was in them. */
function failureMessage(
  settings: MappingSettings,
  records: readonly StreamRecord[],
  tries: number,
  result: InvocationResult,
): unknown {
  const sequenceNumbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: settings.functionArn,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: tries,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: "$LATEST",
      ...(result.ok ? {} : { functionError: "Unhandled" }),
    },
    version: "1.0",
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      startSequenceNumber: sequenceNumbers[0],
      endSequenceNumber: sequenceNumbers.at(-1),
      batchSize: records.length,
      streamArn: settings.sourceArn,
    },
  };
}
