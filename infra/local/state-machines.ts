import { randomUUID } from "node:crypto";
import { type Ending, Execution } from "./execution.ts";
import type { HistoryEvent } from "./execution-history.ts";
import { type ExecutionRecord, type ExecutionStatus, ExecutionStore } from "./execution-store.ts";
import type { FunctionLog } from "./function-log.ts";
import type { Gateway } from "./gateway.ts";
import { type MachineDefinition, readDefinition } from "./machine-definition.ts";
import { createCaller } from "./task-invocation.ts";
import { digestOf, makeToken, TaskTokens } from "./task-tokens.ts";
import type { LocalTemplate, Resource } from "./template.ts";

export interface StateMachinesOptions {
  readonly template: LocalTemplate;
  readonly data: string;
  readonly gateway: Pick<Gateway, "url" | "credentialsFor">;
  readonly log: Pick<FunctionLog, "write">;
}

/** What tests look at. */
export interface ExecutionSummary {
  /** Logical id of the state machine. */
  readonly machine: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly error?: string;
  readonly cause?: string;
}

interface Machine {
  readonly resource: Resource;
  readonly definition: MachineDefinition;
  readonly caller: ReturnType<typeof createCaller>;
}

const LOOK_AGAIN = 20;

/**
 * Runs the state machines of the template as AWS runs Standard ones. What was running when the stack stopped begins
 * again from its first state at the next start, under its name and with its input: steps run again, waits wait
 * again, time limits count again, and the task tokens of the earlier run are no longer good.
 */
export class StateMachines {
  readonly tokens = new TaskTokens();
  readonly store: ExecutionStore;
  readonly #options: StateMachinesOptions;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #running = new Map<ExecutionRecord, Execution>();
  readonly #ended = new Set<Promise<void>>();
  #stopped = false;

  /** @throws when a definition does not run on this machine */
  constructor(options: StateMachinesOptions) {
    this.#options = options;
    const { template, data, gateway } = options;
    this.#machines = new Map(
      template.ofType("AWS::StepFunctions::StateMachine").map((resource) => {
        const caller = createCaller(gateway, resource.logicalId, template.region);
        return [resource.logicalId, { resource, definition: readDefinition(resource), caller }];
      }),
    );
    this.store = new ExecutionStore(data);
  }

  /** Runs again what the last stop cut. */
  resume(): void {
    for (const record of this.store.all()) {
      if (record.status === "RUNNING" && this.#machines.has(record.machine)) this.#run(record);
    }
  }

  /** @param input JSON. @returns the execution's record, on disk already. @throws when the template has no such machine */
  start(machine: string, name: string = randomUUID(), input = "{}"): ExecutionRecord {
    const record: ExecutionRecord = {
      machine,
      name,
      input,
      startedAt: Date.now(),
      status: "RUNNING",
      tokens: [],
      history: [],
    };
    this.store.save(record);
    this.#run(record);
    return record;
  }

  /** Ends a running execution from outside. @returns once that is written down */
  async abort(record: ExecutionRecord, error?: string, cause?: string): Promise<void> {
    this.#running.get(record)?.end({ status: "ABORTED", error, cause });
    while (this.#running.has(record)) await new Promise(setImmediate);
  }

  summaries(): ExecutionSummary[] {
    return this.store
      .all()
      .map(({ machine, name, status, error, cause }) => ({ machine, name, status, error, cause }));
  }

  /** Resolves once every running execution waits for a person, or for a time further away than `waitSeconds`. */
  async settled(waitSeconds: number): Promise<void> {
    while (!this.#stopped && [...this.#running.values()].some((one) => !one.isResting(waitSeconds))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
  }

  /** Cuts every running execution; each runs again at the next start. */
  async close(): Promise<void> {
    this.#stopped = true;
    for (const execution of this.#running.values()) execution.end(undefined);
    await Promise.all(this.#ended);
    for (const { caller } of this.#machines.values()) caller.destroy();
  }

  #run(record: ExecutionRecord): void {
    const machine = this.#machines.get(record.machine);
    if (!machine) throw new Error(`the template has no state machine ${record.machine}`);
    // Written down, it runs at the next start.
    if (this.#stopped) return;
    record.history = [];
    const execution = new Execution({
      definition: machine.definition,
      input: JSON.parse(record.input),
      context: contextOf(this.#options.template, machine.resource, record),
      call: machine.caller.call,
      tokens: this.tokens,
      issueToken: () => {
        const token = makeToken({ machine: record.machine, execution: record.name });
        record.tokens.push(digestOf(token));
        this.store.save(record);
        return token;
      },
      observe: (event) => this.#observe(record, event),
    });
    this.#running.set(record, execution);
    const written = execution.ended.then((ending) => {
      if (ending) this.#end(record, ending);
      this.#running.delete(record);
    });
    this.#ended.add(written);
    void written.finally(() => this.#ended.delete(written));
  }

  #end(record: ExecutionRecord, { status, output, error, cause }: Ending): void {
    const stoppedAt = Date.now();
    Object.assign(record, { status, stoppedAt, error, cause });
    if (status === "SUCCEEDED") record.output = JSON.stringify(output ?? null);
    this.#observe(record, { type: LAST_EVENTS[status], at: stoppedAt, error });
    this.store.save(record);
  }

  /** Notes what happened, and logs it as the template's `includeExecutionData: false` wants it: without data. */
  #observe(record: ExecutionRecord, event: HistoryEvent): void {
    record.history.push(event);
    const { at, ...rest } = event;
    const line = { time: new Date(at).toISOString(), execution: record.name, ...rest };
    this.#options.log.write(this.#options.template.nameOf(record.machine), `${JSON.stringify(line)}\n`);
  }
}

const LAST_EVENTS: Readonly<Record<Ending["status"], string>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
};

/** The ARN of an execution. */
export const executionArn = (template: LocalTemplate, { machine, name }: { machine: string; name: string }) =>
  `arn:aws:states:${template.region}:${template.account}:execution:${template.nameOf(machine)}:${name}`;

function contextOf(template: LocalTemplate, { logicalId, properties }: Resource, record: ExecutionRecord) {
  return {
    Execution: {
      Id: executionArn(template, record),
      Name: record.name,
      RoleArn: properties.RoleArn,
    },
    StateMachine: { Id: template.arnOf(logicalId), Name: template.nameOf(logicalId) },
  };
}
