import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { deliver } from "./batch-delivery.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { passesFilter } from "./event-filter.ts";
import type { InvocationResult } from "./execution-environment.ts";
import type { MappingSettings } from "./mapping-settings.ts";
import { type ShardBatch, StreamReader } from "./stream-reader.ts";
import { toStreamRecord } from "./stream-records.ts";

export interface StreamMappingOptions {
  readonly settings: MappingSettings;
  /** URL of DynamoDB Local. */
  readonly dynamodb: string;
  readonly checkpoints: Checkpoints;
  readonly deadLetters: DeadLetters;
  invoke(functionId: string, event: unknown): Promise<InvocationResult>;
}

export interface StreamMapping {
  /** Resolves once everything written before the call was handed over, or given up. */
  settled(): Promise<void>;
  /** Ends after the invocation under way; what it was about to retry is handed over at the next start. */
  stop(): Promise<void>;
}

const IDLE_PAUSE = 200;

/** Polls a table's stream, as Lambda does, and hands what passes the filter to the function, in order. */
export async function startStreamMapping(options: StreamMappingOptions): Promise<StreamMapping> {
  const { settings, checkpoints } = options;
  // Polling is Lambda's own doing: it is no call of a function, so it does not go through the gateway.
  const config = {
    endpoint: options.dynamodb,
    region: settings.region,
    credentials: { accessKeyId: "mapping", secretAccessKey: "mapping" },
  };
  const tables = new DynamoDBClient(config);
  const { Table } = await tables.send(new DescribeTableCommand({ TableName: settings.tableName }));
  tables.destroy();
  if (!Table?.LatestStreamArn) throw new Error(`table ${settings.tableName} has no stream to map`);
  const streams = new DynamoDBStreamsClient(config);
  const poller = new Poller(options, new StreamReader(streams, Table.LatestStreamArn, checkpoints));
  const ended = poller.run();
  return {
    settled: () => poller.settled(),
    async stop() {
      poller.stop();
      await ended;
      streams.destroy();
    },
  };
}

class Poller {
  readonly #options: StreamMappingOptions;
  readonly #reader: StreamReader;
  readonly #stopping = new AbortController();
  #waiting: (() => void)[] = [];
  #wake = () => {};

  constructor(options: StreamMappingOptions, reader: StreamReader) {
    this.#options = options;
    this.#reader = reader;
  }

  settled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stopping.signal.aborted) return resolve();
      this.#waiting.push(resolve);
      this.#wake();
    });
  }

  stop(): void {
    this.#stopping.abort();
    this.#wake();
  }

  async run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const asked = this.#waiting;
      this.#waiting = [];
      const quiet = await this.#round();
      if (quiet) for (const resolve of asked) resolve();
      else this.#waiting.unshift(...asked);
      if (quiet && this.#waiting.length === 0) await this.#idle();
    }
    for (const resolve of this.#waiting) resolve();
  }

  /** @returns true when no shard had anything new */
  async #round(): Promise<boolean> {
    let batches: ShardBatch[];
    try {
      batches = await this.#reader.read(this.#options.settings.batchSize);
    } catch {
      // The emulator is on its way down, or an iterator died: either way the next round starts from the checkpoint.
      await this.#pause(IDLE_PAUSE);
      return false;
    }
    await Promise.all(batches.map((batch) => this.#handOver(batch)));
    return batches.every(({ records, next }) => records.length === 0 && next !== undefined);
  }

  async #handOver(batch: ShardBatch): Promise<void> {
    const { settings, invoke, deadLetters } = this.#options;
    const wanted = batch.records
      .map((record) => toStreamRecord(record, settings.region, settings.sourceArn))
      .filter((record) => passesFilter(settings.filters, record));
    const done =
      wanted.length === 0 ||
      (await deliver(wanted, {
        settings,
        invoke: (event) => invoke(settings.functionId, event),
        pause: (milliseconds) => this.#pause(milliseconds),
        giveUp: (message) => settings.onFailure && deadLetters.add(settings.onFailure, message),
      }));
    if (done) this.#reader.commit(batch);
  }

  async #pause(milliseconds: number): Promise<boolean> {
    const { signal } = this.#stopping;
    if (signal.aborted) return false;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener("abort", wake, { once: true });
    });
    return !signal.aborted;
  }

  /** A pause that a call of `settled` cuts short. */
  async #idle(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, IDLE_PAUSE);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopping.signal.aborted) this.#wake();
    });
    this.#wake = () => {};
  }
}
