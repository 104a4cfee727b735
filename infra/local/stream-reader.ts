import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from "@aws-sdk/client-dynamodb-streams";
import { type Checkpoints, SHARD_END } from "./checkpoints.ts";

/** Records of one shard, in order. */
export interface ShardBatch {
  readonly shardId: string;
  readonly records: readonly _Record[];
  /** Where the shard goes on; nothing when it has ended. */
  readonly next: string | undefined;
}

/** Reads a stream from its checkpoints on, a shard's children only after the shard itself. */
export class StreamReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #arn: string;
  readonly #checkpoints: Checkpoints;
  readonly #iterators = new Map<string, string>();

  constructor(client: DynamoDBStreamsClient, streamArn: string, checkpoints: Checkpoints) {
    this.#client = client;
    this.#arn = streamArn;
    this.#checkpoints = checkpoints;
  }

  /** One batch per shard that can be read now; batches may be empty. Read again until `commit`. */
  async read(limit: number): Promise<ShardBatch[]> {
    if (this.#iterators.size === 0) await this.#openShards();
    return await Promise.all(
      [...this.#iterators].map(([shardId, from]) => this.#readShard(shardId, from, limit)),
    );
  }

  /** Takes note that a batch is done with. */
  commit({ shardId, records, next }: ShardBatch): void {
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (next === undefined) {
      this.#checkpoints.move(this.#arn, shardId, SHARD_END);
      // Its children come into view when the shards are listed again.
      this.#iterators.clear();
      return;
    }
    if (last !== undefined) this.#checkpoints.move(this.#arn, shardId, last);
    this.#iterators.set(shardId, next);
  }

  async #readShard(shardId: string, from: string, limit: number): Promise<ShardBatch> {
    try {
      const answer = await this.#client.send(new GetRecordsCommand({ ShardIterator: from, Limit: limit }));
      return { shardId, records: answer.Records ?? [], next: answer.NextShardIterator };
    } catch (error) {
      // Iterators live 15 minutes; one that died is made anew from the checkpoint.
      this.#iterators.delete(shardId);
      throw error;
    }
  }

  async #openShards(): Promise<void> {
    const shards = await this.#listShards();
    const listed = new Set(shards.map(({ ShardId }) => ShardId));
    const ended = (shardId = "") => this.#checkpoints.position(this.#arn, shardId) === SHARD_END;
    for (const { ShardId: shardId = "", ParentShardId: parent } of shards) {
      const parentDone = parent === undefined || !listed.has(parent) || ended(parent);
      if (!ended(shardId) && parentDone) this.#iterators.set(shardId, await this.#iterator(shardId));
    }
  }

  async #listShards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let from: string | undefined;
    do {
      const { StreamDescription: page } = await this.#client.send(
        new DescribeStreamCommand({ StreamArn: this.#arn, ...(from ? { ExclusiveStartShardId: from } : {}) }),
      );
      shards.push(...(page?.Shards ?? []));
      from = page?.LastEvaluatedShardId;
    } while (from);
    return shards;
  }

  /** A mapping is as old as its table here, so what has no checkpoint starts at the beginning. */
  async #iterator(shardId: string): Promise<string> {
    const position = this.#checkpoints.position(this.#arn, shardId);
    const shard = { StreamArn: this.#arn, ShardId: shardId };
    const fromStart = new GetShardIteratorCommand({ ...shard, ShardIteratorType: "TRIM_HORIZON" });
    if (position === undefined) return (await this.#client.send(fromStart)).ShardIterator ?? "";
    const after = new GetShardIteratorCommand({
      ...shard,
      ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
      SequenceNumber: position,
    });
    try {
      return (await this.#client.send(after)).ShardIterator ?? "";
    } catch (error) {
      // Records live 24 hours; after a longer pause the checkpoint itself is gone.
      if (!(error instanceof Error) || error.name !== "TrimmedDataAccessException") throw error;
      return (await this.#client.send(fromStart)).ShardIterator ?? "";
    }
  }
}
