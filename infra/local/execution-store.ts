import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { HistoryEvent } from "./execution-history.ts";
import { readPrivate, writePrivate } from "./private-file.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** What is known of one execution; times in milliseconds since the epoch. */
export interface ExecutionRecord {
  /** Logical id of the state machine. */
  readonly machine: string;
  readonly name: string;
  /** JSON, exactly as it was given. */
  readonly input: string;
  readonly startedAt: number;
  status: ExecutionStatus;
  stoppedAt?: number;
  /** JSON. */
  output?: string;
  error?: string;
  cause?: string;
  /** Digests of every task token it ever gave out. */
  tokens: string[];
  /** Written down when the execution ends. */
  history: HistoryEvent[];
}

/** Every execution there ever was, a file each: `<data>/executions/<machine>/<name>.json`. Names stay taken. */
export class ExecutionStore {
  readonly #folder: string;
  readonly #records = new Map<string, ExecutionRecord>();

  /** @throws StartFailure when a file is damaged */
  constructor(data: string) {
    this.#folder = join(data, "executions");
    mkdirSync(this.#folder, { recursive: true });
    for (const path of readdirSync(this.#folder, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".json")) continue;
      const record = readPrivate(join(this.#folder, path)) as ExecutionRecord;
      this.#records.set(keyOf(record.machine, record.name), record);
    }
  }

  get(machine: string, name: string): ExecutionRecord | undefined {
    return this.#records.get(keyOf(machine, name));
  }

  /** The latest first. */
  all(): ExecutionRecord[] {
    return [...this.#records.values()].reverse().sort((one, other) => other.startedAt - one.startedAt);
  }

  /** On disk when this returns. */
  save(record: ExecutionRecord): void {
    writePrivate(join(this.#folder, record.machine, `${record.name}.json`), record);
    this.#records.set(keyOf(record.machine, record.name), record);
  }
}

const keyOf = (machine: string, name: string) => `${machine}/${name}`;
