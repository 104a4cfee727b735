import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartFailure } from "./start-failure.ts";

/** A shard that was read to its end and will get no more records. */
export const SHARD_END = "SHARD_END";

type Positions = Record<string, Record<string, string>>;

/** How far each stream was handed over: the last sequence number per shard, kept in `<data>/checkpoints.json`. */
export class Checkpoints {
  readonly #file: string;
  readonly #positions: Positions;

  /** @throws StartFailure when the file is broken */
  constructor(data: string) {
    this.#file = join(data, "checkpoints.json");
    try {
      this.#positions = existsSync(this.#file)
        ? (JSON.parse(readFileSync(this.#file, "utf8")) as Positions)
        : {};
    } catch {
      throw new StartFailure(
        `The data folder ${data} is broken (checkpoints.json cannot be read): delete the folder, or set HABEAS_DATA to another one.`,
      );
    }
  }

  /** @returns a sequence number, `SHARD_END`, or nothing for a shard not read yet */
  position(streamArn: string, shardId: string): string | undefined {
    return this.#positions[streamArn]?.[shardId];
  }

  /** On disk when this returns: what was handed over once must not be handed over again after a crash. */
  move(streamArn: string, shardId: string, position: string): void {
    const shards = this.#positions[streamArn] ?? {};
    shards[shardId] = position;
    this.#positions[streamArn] = shards;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#positions));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
