import { Checkpoints } from "./checkpoints.ts";
import { DeadLetters } from "./dead-letters.ts";
import type { Backends, Services } from "./emulated-aws.ts";
import type { InvocationResult } from "./execution-environment.ts";
import { FunctionLog } from "./function-log.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { type HttpApi, startHttpApi } from "./http-api.ts";
import { LocalFunction } from "./lambda.ts";
import { answerLambda } from "./lambda-api.ts";
import { readMapping } from "./mapping-settings.ts";
import { Scheduler } from "./scheduler.ts";
import { type Schedules, startSchedules } from "./schedules.ts";
import { PortTaken } from "./start-failure.ts";
import { type ExecutionSummary, StateMachines, type StateMachinesOptions } from "./state-machines.ts";
import { answerStates } from "./states-api.ts";
import { type StreamMapping, startStreamMapping } from "./stream-mapping.ts";
import type { LocalTemplate } from "./template.ts";

export interface RuntimeOptions {
  readonly template: LocalTemplate;
  /** The folder of the synthesis. */
  readonly assembly: string;
  readonly backends: Backends;
  readonly data: string;
  readonly port: number;
  readonly url: string;
}

/** Everything of the stack that runs in this process: gateway, functions, and what calls them. */
export interface Runtime {
  readonly gateway: Gateway;
  invoke(functionId: string, event: unknown): Promise<InvocationResult>;
  runSchedules(): Promise<void>;
  runSchedule(prefix: string, scheduledAt: Date): Promise<void>;
  settled(): Promise<void>;
  executions(): ExecutionSummary[];
  executionsSettled(waitSeconds: number): Promise<void>;
  logs(): string;
  deadLetters(): unknown[];
  stop(): Promise<void>;
  crash(): Promise<void>;
}

/** @throws PortTaken */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { template, assembly, backends, data, port, url } = options;
  const checkpoints = new Checkpoints(data);
  const deadLetters = new DeadLetters(data);
  const log = new FunctionLog(data);
  const gateway = await startGatewayAt(port + 2, options, {
    lambda: async (_, signed) => await answerLambda(template, invoke, signed),
    states: async ({ operation }, { body }) =>
      await answerStates(machines, template, operation, JSON.parse(body.toString() || "{}")),
  });
  const functions = new Map(
    template
      .ofType("AWS::Lambda::Function")
      .map((resource) => [
        resource.logicalId,
        new LocalFunction(resource, { template, assembly, gateway, siteUrl: url, log }),
      ]),
  );
  const invoke = async (functionId: string, event: unknown): Promise<InvocationResult> => {
    const target = functions.get(functionId);
    if (!target) throw new Error(`the template has no function ${functionId}`);
    return await target.invoke(event);
  };
  const machines = await openStateMachines({ template, data, gateway, log });
  const mappings: StreamMapping[] = [];
  let schedules: Schedules | undefined;
  let scheduler: Scheduler | undefined;
  let site: HttpApi | undefined;

  const end = async (how: "close" | "crash") => {
    if (how === "close") await site?.close();
    else site?.crash();
    await scheduler?.stop();
    // Executions are not waited for, whatever the way: they run again at the next start.
    await machines.close();
    const stopFunctions = () => Promise.all([...functions.values()].map((each) => each.stop()));
    // After a crash nobody waits for an answer any more.
    if (how === "crash") await stopFunctions();
    await Promise.all([schedules?.stop(), ...mappings.map((mapping) => mapping.stop())]);
    await stopFunctions();
    await gateway.close();
    log.close();
  };

  try {
    for (const resource of template.ofType("AWS::Lambda::EventSourceMapping")) {
      const settings = readMapping(template, resource);
      mappings.push(
        await startStreamMapping({ settings, dynamodb: backends.dynamodb, checkpoints, deadLetters, invoke }),
      );
    }
    schedules = startSchedules(template, invoke);
    scheduler = new Scheduler(template, gateway, deadLetters);
    site = await startHttpApi({ template, port, invoke, log: (line) => log.write("access", line) });
    machines.resume();
  } catch (error) {
    await end("crash");
    throw error;
  }
  return {
    gateway,
    invoke,
    runSchedules: async () => await schedules.runAll(),
    runSchedule: async (prefix, scheduledAt) => await scheduler.fire(prefix, scheduledAt),
    async settled() {
      await Promise.all(mappings.map((mapping) => mapping.settled()));
    },
    executions: () => machines.summaries(),
    executionsSettled: (waitSeconds) => machines.settled(waitSeconds),
    logs: () => log.read(),
    deadLetters: () => deadLetters.read(),
    stop: () => end("close"),
    crash: () => end("crash"),
  };
}

async function openStateMachines(
  options: StateMachinesOptions & { gateway: Gateway },
): Promise<StateMachines> {
  try {
    return new StateMachines(options);
  } catch (error) {
    await options.gateway.close();
    throw error;
  }
}

async function startGatewayAt(
  port: number,
  { template, backends, data }: RuntimeOptions,
  services: Services,
): Promise<Gateway> {
  try {
    return await startGateway({ port, template, backends, data, services });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") throw new PortTaken(port);
    throw error;
  }
}
