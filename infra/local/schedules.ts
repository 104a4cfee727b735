import { randomUUID } from "node:crypto";
import { invokeAsynchronously } from "./asynchronous-invocation.ts";
import type { InvocationResult } from "./execution-environment.ts";
import { readSchedule } from "./schedule-expression.ts";
import type { LocalTemplate, Resource } from "./template.ts";

export interface Schedules {
  /** Fires every rule once, now. */
  runAll(): Promise<void>;
  /** Fires no more, and resolves once the invocations under way have ended. */
  stop(): Promise<void>;
}

interface RuleProperties {
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Targets?: readonly { readonly Arn: string; readonly Input?: string }[];
}

const A_MINUTE = 60_000;

/** Runs the schedule rules (`AWS::Events::Rule`) of the template. @throws on a schedule it cannot read */
export function startSchedules(
  template: LocalTemplate,
  invoke: (functionId: string, event: unknown) => Promise<InvocationResult>,
): Schedules {
  const rules = template
    .ofType("AWS::Events::Rule")
    .filter(({ properties }) => properties.ScheduleExpression && properties.State !== "DISABLED");
  const functions = new Map(
    template.ofType("AWS::Lambda::Function").map(({ logicalId }) => [template.arnOf(logicalId), logicalId]),
  );
  const underWay = new Set<Promise<void>>();
  const timers = rules.map((rule) => {
    const rhythm = readSchedule(String(rule.properties.ScheduleExpression));
    return rhythm.kind === "rate"
      ? setInterval(() => void fire(rule), rhythm.milliseconds)
      : setInterval(() => rhythm.fires(new Date()) && void fire(rule), A_MINUTE);
  });

  async function fire(rule: Resource): Promise<void> {
    const { Targets = [] } = rule.properties as RuleProperties;
    const run = Promise.all(
      Targets.map(async ({ Arn, Input }) => {
        const functionId = functions.get(Arn);
        if (functionId === undefined)
          throw new Error(`${rule.logicalId}: target ${Arn} does not run on this machine`);
        const event: unknown = Input === undefined ? scheduledEvent(template, rule) : JSON.parse(Input);
        await invokeAsynchronously(template, invoke, functionId, event);
      }),
    ).then(() => {});
    underWay.add(run);
    await run.finally(() => underWay.delete(run));
  }

  return {
    async runAll() {
      await Promise.all(rules.map(fire));
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(underWay);
    },
  };
}

function scheduledEvent(template: LocalTemplate, rule: Resource): unknown {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: template.account,
    time: new Date().toISOString(),
    region: template.region,
    resources: [template.arnOf(rule.logicalId)],
    detail: {},
  };
}
