import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { FromEnvironment, FunctionFailure, Invocation, Workload } from "./lambda-messages.ts";

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly failure: FunctionFailure };

export interface EnvironmentOptions {
  readonly workload: Workload;
  readonly variables: Readonly<Record<string, string>>;
  /** Milliseconds that one invocation may take. */
  readonly timeout: number;
  readonly log: (text: string) => void;
}

const INIT_WITHIN = 10_000;
const WORKER = new URL("./lambda-worker.ts", import.meta.url);

/** A worker thread that answers one invocation at a time; it is of no more use once it timed out or crashed. */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #worker: Worker;
  #usable = true;
  #initialized = false;
  #answer: ((result: InvocationResult) => void) | undefined;
  #send: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    const { workload, variables } = options;
    this.#worker = new Worker(WORKER, {
      workerData: workload,
      env: { ...variables },
      // Not what the process was started with, such as a test runner's loaders.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: workload.memorySize },
    });
    this.#worker.on("message", (message: FromEnvironment) => this.#receive(message));
    this.#worker.on("error", (error) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      options.log(
        `${JSON.stringify({ level: "ERROR", message: `Runtime exited with ${name}: ${message}` })}\n`,
      );
      this.#end({ errorType: `Runtime.${name}`, errorMessage: message });
    });
    this.#worker.on("exit", (code) => {
      this.#end({ errorType: "Runtime.ExitError", errorMessage: `Runtime exited with exit code ${code}` });
    });
  }

  get usable(): boolean {
    return this.#usable;
  }

  invoke(event: string): Promise<InvocationResult> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#send = () => {
        this.#send = undefined;
        const invocation: Invocation = {
          id: randomUUID(),
          event,
          deadline: Date.now() + this.#options.timeout,
        };
        this.#endAfter(this.#options.timeout, invocation.id);
        this.#worker.postMessage(invocation);
      };
      if (this.#initialized) this.#send();
      else this.#endAfter(INIT_WITHIN, "init");
    });
  }

  async terminate(): Promise<void> {
    this.#usable = false;
    await this.#worker.terminate();
  }

  #endAfter(milliseconds: number, id: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const errorMessage = `RequestId: ${id} Error: Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`;
      this.#options.log(`${JSON.stringify({ level: "ERROR", requestId: id, message: errorMessage })}\n`);
      this.#end({ errorType: "Sandbox.Timedout", errorMessage });
      void this.#worker.terminate();
    }, milliseconds);
  }

  #receive(message: FromEnvironment): void {
    switch (message.kind) {
      case "log":
        this.#options.log(message.text);
        break;
      case "ready":
        this.#initialized = true;
        this.#send?.();
        break;
      case "result":
        this.#settle({ ok: true, payload: JSON.parse(message.payload) });
        break;
      case "failure":
        if (this.#initialized) {
          this.#settle({ ok: false, failure: message.failure });
        } else {
          this.#end(message.failure);
          void this.#worker.terminate();
        }
    }
  }

  #end(failure: FunctionFailure): void {
    this.#usable = false;
    this.#settle({ ok: false, failure });
  }

  #settle(result: InvocationResult): void {
    clearTimeout(this.#timer);
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(result);
  }
}
