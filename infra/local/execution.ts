import { StateMachine } from "aws-local-stepfunctions";
import { type HistoryEvent, toHistory } from "./execution-history.ts";
import type { ExecutionStatus } from "./execution-store.ts";
import { at } from "./long-timer.ts";
import type { MachineDefinition, StateWork } from "./machine-definition.ts";
import type { CallFunction } from "./task-invocation.ts";
import type { TaskTokens } from "./task-tokens.ts";

export interface ExecutionOptions {
  readonly definition: MachineDefinition;
  readonly input: unknown;
  /** The context object, as far as AWS fills it before the first state. */
  readonly context: Readonly<Record<"Execution" | "StateMachine", Record<string, unknown>>>;
  readonly call: CallFunction;
  readonly tokens: TaskTokens;
  /** Makes a token of this execution and writes down that it did. */
  issueToken(): string;
  observe(event: HistoryEvent): void;
}

export interface Ending {
  readonly status: Exclude<ExecutionStatus, "RUNNING">;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** Neither Retry nor Catch may see that an execution was ended from outside. */
class Cut extends Error {
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** One run of a state machine from its first state. */
export class Execution {
  /** How it ended; `undefined` when the stack stopped before. */
  readonly ended: Promise<Ending | undefined>;
  readonly #options: ExecutionOptions;
  readonly #waits = new Map<string, { readonly until: number; readonly over: Promise<void> }>();
  readonly #openTokens = new Set<string>();
  readonly #cut = Promise.withResolvers<never>();
  readonly #abort: () => void;
  #calls = 0;
  #issued: string | undefined;
  #forced: { readonly ending: Ending | undefined } | undefined;

  constructor(options: ExecutionOptions) {
    this.#options = options;
    const { definition, input, context } = options;
    this.#cut.promise.catch(() => {});
    const issue = () => {
      this.#issued = options.issueToken();
      return this.#issued;
    };
    const Task = {
      // The interpreter reads it for each try of a task, right before it calls the task's handler.
      get Token() {
        return issue();
      },
    };
    const handlers = [...definition.work].map(([state, work]) => [
      state,
      (given: unknown) => Promise.race([this.#perform(state, work, given), this.#cut.promise]),
    ]);
    // Validated when the definition was read.
    const machine = new StateMachine(definition.runnable, { validationOptions: { noValidate: true } });
    const run = machine.run(input as Parameters<StateMachine["run"]>[0], {
      overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
      context: { ...context, Task },
      noThrowOnAbort: true,
    });
    this.#abort = run.abort;
    const { timeoutSeconds } = definition;
    const timedOut = () => this.end({ status: "TIMED_OUT", error: "States.Timeout" });
    const forget = timeoutSeconds ? at(Date.now() + timeoutSeconds * 1000, timedOut) : () => {};
    this.ended = this.#follow(run).finally(forget);
  }

  /** Ends it now. @param ending `undefined` when the stack stops */
  end(ending: Ending | undefined): void {
    if (this.#forced) return;
    this.#forced = { ending };
    this.#abort();
    this.#cut.reject(new Cut());
    for (const token of this.#openTokens) this.#close(token);
  }

  /** Does it do nothing but wait for a person, or for a time that is further away than so many seconds? */
  isResting(seconds: number): boolean {
    const horizon = Date.now() + seconds * 1000;
    const waits = [...this.#waits.values()];
    const waitsForSomething = waits.length + this.#openTokens.size > 0;
    return this.#calls === 0 && waitsForSomething && waits.every(({ until }) => until > horizon);
  }

  async #follow({ result, eventLogs }: ReturnType<StateMachine["run"]>): Promise<Ending | undefined> {
    const ending = result.then<Ending, Ending>(
      (output) => ({ status: "SUCCEEDED", output }),
      ({ cause }: { cause: Error }) => ({ status: "FAILED", error: cause.name, cause: cause.message }),
    );
    const { types } = this.#options.definition;
    for await (const event of eventLogs) {
      const kept = toHistory(event, types);
      if (kept) this.#options.observe(kept);
    }
    const natural = await ending;
    return this.#forced ? this.#forced.ending : natural;
  }

  async #perform(state: string, work: StateWork, given: unknown): Promise<unknown> {
    const token = this.#issued;
    this.#issued = undefined;
    if (this.#forced) throw new Cut();
    if (work.kind === "wait") return await this.#wait(state, given as WaitInput);
    if (work.kind === "call") return await this.#call(work.functionArn, given);
    const { FunctionName = "", Payload } = given as { FunctionName?: string; Payload?: unknown };
    if (!work.untilAnswered) return invocationResult(await this.#call(FunctionName, Payload));
    return await this.#ask(work, token ?? this.#options.issueToken(), () =>
      this.#call(FunctionName, Payload),
    );
  }

  async #call(functionName: string, payload: unknown): Promise<unknown> {
    this.#calls++;
    try {
      return await this.#options.call(functionName, payload);
    } finally {
      this.#calls--;
    }
  }

  /** Hands out a token and waits for its answer, which may come while the function is still at work. */
  async #ask(
    { limitSeconds, heartbeatSeconds }: StateWork & { readonly kind: "invoke" },
    token: string,
    call: () => Promise<unknown>,
  ): Promise<unknown> {
    this.#openTokens.add(token);
    const answer = this.#options.tokens.open(token, heartbeatSeconds);
    // The interpreter's own timer, which fails the state, is set right after this one.
    const limit = setTimeout(() => this.#close(token), limitSeconds * 1000);
    try {
      return await Promise.race([answer, call().then(() => answer)]);
    } finally {
      clearTimeout(limit);
      this.#close(token);
    }
  }

  #close(token: string): void {
    this.#openTokens.delete(token);
    this.#options.tokens.get(token)?.close();
  }

  /** The interpreter asks again when a wait is longer than its timers reach; the wait goes on. */
  async #wait(state: string, { input, seconds, timestamp }: WaitInput): Promise<unknown> {
    let wait = this.#waits.get(state);
    if (!wait) {
      const until = timestamp === undefined ? Date.now() + Number(seconds) * 1000 : Date.parse(timestamp);
      if (Number.isNaN(until))
        throw Object.assign(new Cut(`${state} has no time`), { name: "States.Runtime" });
      const over = new Promise<void>((resolve, reject) => {
        const forget = at(until, resolve);
        this.#cut.promise.catch((error: unknown) => {
          forget();
          reject(error);
        });
      });
      wait = { until, over };
      this.#waits.set(state, wait);
    }
    await wait.over.finally(() => this.#waits.delete(state));
    return input;
  }
}

interface WaitInput {
  readonly input: unknown;
  readonly seconds?: number;
  readonly timestamp?: string;
}

/** What `lambda:invoke` gives to the state, of which definitions take the payload. */
const invocationResult = (Payload: unknown) => ({
  ExecutedVersion: "$LATEST",
  Payload,
  SdkHttpMetadata: { HttpStatusCode: 200 },
  StatusCode: 200,
});
