import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { DeadLetters } from "./dead-letters.ts";
import type { Gateway } from "./gateway.ts";
import { at } from "./long-timer.ts";
import { type Rhythm, readSchedule } from "./schedule-expression.ts";
import type { LocalTemplate, Resource } from "./template.ts";

interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: string;
  readonly Target: {
    readonly Arn: string;
    readonly Input?: string;
    readonly DeadLetterConfig?: { readonly Arn: string };
    readonly RetryPolicy?: {
      readonly MaximumEventAgeInSeconds?: number;
      readonly MaximumRetryAttempts?: number;
    };
  };
}

const A_MINUTE = 60_000;
/** What EventBridge Scheduler does where the template does not say: a day, and 185 tries more. */
const LONGEST_AGE_SECONDS = 86_400;
const MOST_RETRIES = 185;
/** On this machine nobody waits longer than this between two tries. */
const LONGEST_PAUSE = 1_000;

/**
 * Runs the schedules (`AWS::Scheduler::Schedule`) of the template that start a state machine, in their own roles. What
 * would have fired while the stack was down is not made up for: EventBridge would have fired it then.
 */
export class Scheduler {
  readonly #template: LocalTemplate;
  readonly #gateway: Pick<Gateway, "url" | "credentialsFor">;
  readonly #deadLetters: Pick<DeadLetters, "add">;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #forget: () => void;

  /** @throws on a schedule it cannot read, or with a target that does not run on this machine */
  constructor(
    template: LocalTemplate,
    gateway: Pick<Gateway, "url" | "credentialsFor">,
    deadLetters: Pick<DeadLetters, "add">,
  ) {
    this.#template = template;
    this.#gateway = gateway;
    this.#deadLetters = deadLetters;
    const enabled = template
      .ofType("AWS::Scheduler::Schedule")
      .filter(({ properties }) => properties.State !== "DISABLED")
      .map((schedule) => ({ schedule, rhythm: this.#rhythmOf(schedule) }));
    this.#forget = enabled.length === 0 ? () => {} : this.#everyMinute(enabled);
  }

  /** Fires one as if it were that time. */
  async fire(prefix: string, scheduledAt: Date): Promise<void> {
    await this.#fire(this.#template.find(prefix, "AWS::Scheduler::Schedule"), scheduledAt);
  }

  /** Fires no more, and resolves once what is under way has ended or given up. */
  async stop(): Promise<void> {
    this.#forget();
    this.#stopping.abort();
    await Promise.allSettled(this.#underWay);
  }

  #rhythmOf({ logicalId, properties }: Resource): Rhythm {
    const { ScheduleExpression, ScheduleExpressionTimezone, Target } = propertiesOf(properties);
    if (!/^arn:aws:states:[^:]*:\d*:stateMachine:/.test(Target.Arn))
      throw new Error(`${logicalId}: target ${Target.Arn} does not run on this machine`);
    return readSchedule(ScheduleExpression, ScheduleExpressionTimezone);
  }

  /** Looks at the clock at the beginning of each minute. */
  #everyMinute(enabled: readonly { schedule: Resource; rhythm: Rhythm }[]): () => void {
    let forget = () => {};
    const started = Date.now();
    const look = (minute: number) => {
      for (const { schedule, rhythm } of enabled) {
        const passed = (until: number, every: number) => Math.floor(Math.max(until - started, 0) / every);
        const fires =
          rhythm.kind === "cron"
            ? rhythm.fires(new Date(minute))
            : passed(minute, rhythm.milliseconds) > passed(minute - A_MINUTE, rhythm.milliseconds);
        if (fires) void this.#fire(schedule, new Date(minute));
      }
      wait(minute);
    };
    const wait = (after: number) => {
      // A timer may come a moment early; no minute is looked at twice.
      const next = (Math.floor(Math.max(Date.now(), after) / A_MINUTE) + 1) * A_MINUTE;
      forget = at(next, () => look(next));
    };
    wait(started);
    return () => forget();
  }

  async #fire(schedule: Resource, scheduledAt: Date): Promise<void> {
    const run = this.#start(schedule, scheduledAt);
    this.#underWay.add(run);
    await run.finally(() => this.#underWay.delete(run));
  }

  async #start(schedule: Resource, scheduledAt: Date): Promise<void> {
    const { Arn, Input, DeadLetterConfig, RetryPolicy = {} } = propertiesOf(schedule.properties).Target;
    const { MaximumRetryAttempts = MOST_RETRIES, MaximumEventAgeInSeconds = LONGEST_AGE_SECONDS } =
      RetryPolicy;
    const client = new SFNClient({
      endpoint: this.#gateway.url,
      region: this.#template.region,
      credentials: this.#gateway.credentialsFor(schedule.logicalId),
      maxAttempts: 1,
    });
    const tooOld = Date.now() + MaximumEventAgeInSeconds * 1000;
    try {
      for (let retries = 0; !this.#stopping.signal.aborted; retries++) {
        const input = this.#inputOf(schedule, Input, scheduledAt, retries + 1);
        const failure = await start(client, Arn, input);
        if (failure === undefined) return;
        if (!failure.passing || retries === MaximumRetryAttempts || Date.now() > tooOld) {
          const message = { schedule: schedule.logicalId, input, error: failure.name };
          if (DeadLetterConfig) this.#deadLetters.add(DeadLetterConfig.Arn, message);
          return;
        }
        const wait = Math.min(50 * 2 ** retries, LONGEST_PAUSE);
        await pause(wait, undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    } finally {
      client.destroy();
    }
  }

  /** With the attributes that EventBridge Scheduler fills in. */
  #inputOf(schedule: Resource, input = "{}", scheduledAt: Date, attempt: number): string {
    const attributes: Readonly<Record<string, string>> = {
      "schedule-arn": this.#template.arnOf(schedule.logicalId),
      "scheduled-time": scheduledAt.toISOString().replace(/\.\d+Z$/, "Z"),
      "execution-id": randomUUID(),
      "attempt-number": String(attempt),
    };
    return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name) => attributes[name] ?? whole);
  }
}

const propertiesOf = (properties: Resource["properties"]) => properties as unknown as ScheduleProperties;

/** @returns why it did not start; what the target or IAM refuses does not pass by itself. */
async function start(
  client: SFNClient,
  stateMachineArn: string,
  input: string,
): Promise<{ readonly name: string; readonly passing: boolean } | undefined> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, input }));
    return undefined;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode ?? 503;
    return { name, passing: status >= 500 || status === 429 || /Throttl/.test(name) };
  }
}
