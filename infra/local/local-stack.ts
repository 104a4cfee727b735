import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type DataFolder, reasonOf, takeDataFolder } from "./data-folder.ts";
import { type Emulators, startEmulators } from "./emulators.ts";
import type { Gateway } from "./gateway.ts";
import { assertPortsFree, findFreePorts, LOOPBACK } from "./ports.ts";
import { provision } from "./provision.ts";
import { type Runtime, startRuntime } from "./runtime.ts";
import { PortTaken, StartFailure } from "./start-failure.ts";
import type { ExecutionSummary } from "./state-machines.ts";
import { type Assembly, synthesize } from "./synthesize.ts";
import { type LocalTemplate, loadTemplate } from "./template.ts";

export interface LocalStackOptions {
  /** The site's port; the inbox and the gateway take the next two. 0, the default, finds three that are free. */
  readonly port?: number;
  /** The folder that keeps everything between two starts. */
  readonly data: string;
  /** CDK context; local defaults fill what it lacks. */
  readonly context?: Readonly<Record<string, string>>;
  /** A synthesis to run as it is, instead of synthesizing. */
  readonly assembly?: Assembly;
}

/** The synthesized template at work on this machine. */
export interface LocalStack {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `/store` lists the letters. */
  readonly inboxUrl: string;
  readonly gateway: Gateway;
  readonly template: LocalTemplate;
  /** Resolves with the reason when an emulator ended unasked; by then the rest has stopped too. */
  readonly failed: Promise<string>;
  /** Calls the function whose logical id begins with `prefix`. @throws what the function threw, as an Error */
  invoke(prefix: string, event: unknown): Promise<unknown>;
  /** Fires every rule (`AWS::Events::Rule`) once, now; the schedules of EventBridge Scheduler are left alone. */
  runSchedules(): Promise<void>;
  /**
   * Fires the schedule (`AWS::Scheduler::Schedule`) whose logical id begins with `prefix`, and resolves once its target
   * took it or it is a dead letter. @param scheduledAt the time it is told it should have fired at; now when absent
   */
  runSchedule(prefix: string, scheduledAt?: Date): Promise<void>;
  /** Resolves once every stream record written before the call was handed over, or given up. */
  settled(): Promise<void>;
  /** Every execution of a state machine there ever was in this data folder, the latest first. */
  executions(): ExecutionSummary[];
  /**
   * Resolves once no execution is under way but those that wait for a task token, or in a Wait state for more than
   * `waitSeconds` to come (default: 60).
   */
  executionsSettled(waitSeconds?: number): Promise<void>;
  /** What functions, state machines and HTTP API logged in this run. */
  logs(): string;
  /** What reached dead-letter queues. */
  deadLetters(): unknown[];
  /** Ends all that runs in this process at once, as if it were killed. */
  crash(): Promise<void>;
  /** Answers what is under way, then ends everything. */
  stop(): Promise<void>;
}

const REGION = "eu-central-1";
const ACCOUNT = "000000000000";
/** What differs from a deployment when nobody says otherwise. */
const LOCAL_DEFAULTS = { coolingOffPeriod: "PT5S" };
const ATTEMPTS = 5;

/** Starts the stack of `infra/app.ts`, or of the assembly that is given. @throws StartFailure */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { port = 0 } = options;
  if (port !== 0) await assertPortsFree(port);
  const folder = takeDataFolder(resolve(options.data));
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options, folder, port === 0 ? await findFreePorts() : port);
    } catch (error) {
      // Somebody else was faster at a port that was free a moment ago.
      if (error instanceof PortTaken && port === 0 && attempt < ATTEMPTS) continue;
      folder.release();
      throw error;
    }
  }
}

async function start(options: LocalStackOptions, folder: DataFolder, port: number): Promise<LocalStack> {
  const data = folder.path;
  const url = `http://${LOOPBACK}:${port}`;
  const starting = startEmulators(port + 1, data);
  // Noticed when it is awaited, below.
  starting.catch(() => {});
  let runtime: Runtime;
  let template: LocalTemplate;
  try {
    const assembly = options.assembly ?? (await synthesizeIn(data, { ...options.context, siteUrl: url }));
    template = loadTemplate(assembly.template, { region: REGION, account: ACCOUNT, siteUrl: url });
    const { backends } = await starting;
    await provisionIn(data, template, backends);
    runtime = await startRuntime({ template, assembly: assembly.directory, backends, data, port, url });
  } catch (error) {
    await starting.then(
      (emulators) => emulators.kill(),
      () => {},
    );
    throw error;
  }
  return running({ runtime, template, folder, emulators: await starting, port, url });
}

async function synthesizeIn(data: string, context: Readonly<Record<string, string>>): Promise<Assembly> {
  const outdir = join(data, "cdk.out");
  rmSync(outdir, { recursive: true, force: true });
  return await synthesize({ ...LOCAL_DEFAULTS, ...context }, outdir);
}

async function provisionIn(
  data: string,
  template: LocalTemplate,
  backends: Emulators["backends"],
): Promise<void> {
  try {
    await provision(template, backends, data);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(
      `The data folder ${data} is broken (its tables cannot be read: ${reasonOf(error)}): repair or delete it, or set HABEAS_DATA to another folder.`,
    );
  }
}

interface Parts {
  readonly runtime: Runtime;
  readonly template: LocalTemplate;
  readonly folder: DataFolder;
  readonly emulators: Emulators;
  readonly port: number;
  readonly url: string;
}

function running({ runtime, template, folder, emulators, port, url }: Parts): LocalStack {
  let ending: Promise<void> | undefined;
  const end = (how: "stop" | "crash") => {
    ending ??= (async () => {
      await (how === "crash" ? runtime.crash() : runtime.stop());
      // Also after a crash: what DynamoDB, S3 and SES have taken they keep, whoever dies. DynamoDB Local writes its
      // last transactions down some time after it has answered, or when it is asked to end.
      await emulators.stop();
      folder.release();
    })();
    return ending;
  };
  const failed = emulators.ended.then(async (reason) => {
    // The stack ends its emulators itself when it stops; that is no failure.
    if (ending) return await new Promise<never>(() => {});
    await end("crash");
    return reason;
  });
  return {
    url,
    inboxUrl: `http://${LOOPBACK}:${port + 1}`,
    gateway: runtime.gateway,
    template,
    failed,
    async invoke(prefix, event) {
      const { logicalId } = template.find(prefix, "AWS::Lambda::Function");
      const result = await runtime.invoke(logicalId, event);
      if (result.ok) return result.payload;
      const { errorType, errorMessage, trace = [] } = result.failure;
      throw new Error(`${logicalId}: ${errorType}: ${errorMessage}`, { cause: trace.join("\n") });
    },
    runSchedules: () => runtime.runSchedules(),
    runSchedule: (prefix, scheduledAt = new Date()) => runtime.runSchedule(prefix, scheduledAt),
    settled: () => runtime.settled(),
    executions: () => runtime.executions(),
    executionsSettled: (waitSeconds = 60) => runtime.executionsSettled(waitSeconds),
    logs: () => runtime.logs(),
    deadLetters: () => runtime.deadLetters(),
    crash: () => end("crash"),
    stop: () => end("stop"),
  };
}
