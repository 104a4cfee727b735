import { join } from "node:path";
import {
  type EnvironmentOptions,
  ExecutionEnvironment,
  type InvocationResult,
} from "./execution-environment.ts";
import type { FunctionLog } from "./function-log.ts";
import type { Gateway } from "./gateway.ts";
import type { LocalTemplate, Resource } from "./template.ts";

/** AWS starts as many environments as there are invocations; one machine has to stop somewhere. */
const MOST_ENVIRONMENTS = 4;

export interface Surroundings {
  readonly template: LocalTemplate;
  /** The cloud assembly that holds the bundles. */
  readonly assembly: string;
  readonly gateway: Pick<Gateway, "url" | "credentialsFor">;
  readonly siteUrl: string;
  readonly log: FunctionLog;
}

/** A function of the template: keeps environments warm, starts more under concurrency, replaces those that crash. */
export class LocalFunction {
  readonly logicalId: string;
  readonly #options: EnvironmentOptions;
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #stopped = false;

  constructor(resource: Resource, surroundings: Surroundings) {
    this.logicalId = resource.logicalId;
    this.#options = environmentOptions(resource, surroundings);
  }

  /** Never rejects: what a function does wrong is part of the result. */
  async invoke(event: unknown): Promise<InvocationResult> {
    while (this.#busy >= MOST_ENVIRONMENTS && !this.#stopped) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#stopped) {
      return {
        ok: false,
        failure: { errorType: "ServiceException", errorMessage: "the local stack has stopped" },
      };
    }
    this.#busy++;
    const environment = this.#take();
    const result = await environment.invoke(JSON.stringify(event));
    this.#busy--;
    if (environment.usable) this.#idle.push(environment);
    else this.#all.delete(environment);
    this.#waiting.shift()?.();
    return result;
  }

  /** Ends every environment at once; invocations under way fail. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((environment) => environment.terminate()));
  }

  #take(): ExecutionEnvironment {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.usable) return idle;
      // It crashed after its last answer.
      this.#all.delete(idle);
    }
    const fresh = new ExecutionEnvironment(this.#options);
    this.#all.add(fresh);
    return fresh;
  }
}

function environmentOptions(resource: Resource, surroundings: Surroundings): EnvironmentOptions {
  const { template, assembly, gateway, siteUrl, log } = surroundings;
  const { logicalId, properties } = resource;
  const {
    Code,
    Handler,
    MemorySize = 128,
    Timeout = 3,
    Environment,
  } = properties as unknown as FunctionProperties;
  const [file, exported = "handler"] = Handler.split(".");
  const directory = join(assembly, `asset.${Code.S3Key.replace(/\.zip$/, "")}`);
  const functionName = template.nameOf(logicalId);
  const { accessKeyId, secretAccessKey } = gateway.credentialsFor(logicalId);
  const own = { ...Environment?.Variables };
  // One synthesis may serve many stacks, each at its own address.
  if ("SITE_URL" in own) own.SITE_URL = siteUrl;
  return {
    workload: {
      bundle: join(directory, `${file}.js`),
      exported,
      functionName,
      functionArn: template.arnOf(logicalId),
      memorySize: Number(MemorySize),
    },
    variables: {
      ...own,
      _HANDLER: Handler,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_DEFAULT_REGION: template.region,
      AWS_ENDPOINT_URL: gateway.url,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "local",
      AWS_REGION: template.region,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      LAMBDA_TASK_ROOT: directory,
      LANG: "en_US.UTF-8",
      PATH: process.env.PATH ?? "",
      TZ: ":UTC",
    },
    timeout: Number(Timeout) * 1000,
    log: (text) => log.write(functionName, text),
  };
}

interface FunctionProperties {
  readonly Code: { readonly S3Key: string };
  readonly Handler: string;
  readonly MemorySize?: number | string;
  readonly Timeout?: number | string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}
