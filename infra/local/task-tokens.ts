import { createHash, randomUUID } from "node:crypto";

/** Which execution a task token belongs to. */
export interface TokenOwner {
  /** Logical id of the state machine. */
  readonly machine: string;
  /** Name of the execution. */
  readonly execution: string;
}

/** A task that waits for somebody to answer with its token. */
interface OpenTask {
  succeed(output: unknown): void;
  fail(error: Error): void;
  heartbeat(): void;
  /** From now on it is too late for an answer. */
  close(): void;
}

/** A token nobody can guess that names its owner, as those of AWS do. */
export const makeToken = ({ machine, execution }: TokenOwner): string =>
  Buffer.from(JSON.stringify([machine, execution, randomUUID()])).toString("base64url");

/** @returns `undefined` for what no token looks like */
export function ownerOf(token: string): TokenOwner | undefined {
  try {
    const [machine, execution, secret] = JSON.parse(Buffer.from(token, "base64url").toString());
    return [machine, execution, secret].every((part) => typeof part === "string")
      ? { machine, execution }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What is kept of a token: enough to know it again, not enough to use it. */
export const digestOf = (token: string): string =>
  createHash("sha256").update(token).digest("base64url").slice(0, 22);

/** The open tasks of all executions of this run. */
export class TaskTokens {
  readonly #open = new Map<string, OpenTask>();

  get(token: string): OpenTask | undefined {
    return this.#open.get(token);
  }

  /**
   * Resolves with the output that somebody answers with.
   * Rejects with the failure that somebody reports, or with `States.HeartbeatTimeout`.
   *
   * @param heartbeatSeconds how long nobody may say anything
   */
  open(token: string, heartbeatSeconds?: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let silence: NodeJS.Timeout | undefined;
      const close = () => {
        clearTimeout(silence);
        this.#open.delete(token);
      };
      const task: OpenTask = {
        close,
        succeed(output) {
          close();
          resolve(output);
        },
        fail(error) {
          close();
          reject(error);
        },
        heartbeat() {
          if (heartbeatSeconds === undefined) return;
          clearTimeout(silence);
          const late = () => task.fail(Object.assign(new Error(""), { name: "States.HeartbeatTimeout" }));
          silence = setTimeout(late, Math.min(heartbeatSeconds * 1000, 2 ** 31 - 1));
        },
      };
      this.#open.set(token, task);
      task.heartbeat();
    });
  }
}
