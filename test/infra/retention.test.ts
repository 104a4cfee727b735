import { describe, expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { given } from "../given.ts";
import { resource, resources, spelledOut, statements } from "./template.ts";

interface Schedule {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly State: string;
  readonly Target: {
    readonly Input: string;
    readonly RetryPolicy: object;
    readonly DeadLetterConfig: { readonly Arn: Parameters<typeof spelledOut>[0] };
    readonly Arn: Parameters<typeof spelledOut>[0];
    readonly RoleArn: Parameters<typeof spelledOut>[0];
  };
}

/** The schedules of an app with these settings, by the beginnings of their ids. No bundle is needed for it. */
function schedules(settings: Readonly<Record<string, unknown>> = {}): Record<"night" | "week", Schedule> {
  const app = createApp({ "aws:cdk:bundling-stacks": [], ...settings }, given.dataFolder());
  const template = app.synth().getStackByName("Habeas").template as {
    Resources: Record<string, { Type: string; Properties: unknown }>;
  };
  const of = (prefix: string) => {
    const found = Object.entries(template.Resources).find(
      ([id, { Type }]) => Type === "AWS::Scheduler::Schedule" && id.startsWith(prefix),
    );
    return found?.[1].Properties as Schedule;
  };
  return { night: of("RetentionEveryNight"), week: of("RetentionEveryWeek") };
}

describe("the schedules of the retention", () => {
  test("begin every night at 02:30 UTC, and an hour later on Sundays with the proof, unless told otherwise", () => {
    const { night, week } = schedules();
    expect(night).toMatchObject({
      ScheduleExpression: "cron(30 2 * * ? *)",
      ScheduleExpressionTimezone: "Etc/UTC",
      State: "ENABLED",
    });
    expect(week.ScheduleExpression).toBe("cron(30 3 ? * SUN *)");
    expect(JSON.parse(night.Target.Input)).toEqual({ at: "<aws.scheduler.scheduled-time>" });
    expect(JSON.parse(week.Target.Input)).toEqual({ at: "<aws.scheduler.scheduled-time>", proof: true });
  });

  test("begin by the settings' clock", () => {
    const { night, week } = schedules({ sweepTime: "23:05", timeZone: "Asia/Shanghai" });
    expect([night.ScheduleExpression, week.ScheduleExpression]).toEqual([
      "cron(5 23 * * ? *)",
      "cron(5 0 ? * SUN *)",
    ]);
    expect(night.ScheduleExpressionTimezone).toBe("Asia/Shanghai");
  });

  test.each([
    { sweepTime: "24:00" },
    { sweepTime: "2:30" },
    { timeZone: "Mars/Olympus" },
    { timeZone: "+02:00" },
    { blastRadiusShare: 0 },
    { blastRadiusShare: 101 },
    { blastRadiusMinimum: "many" },
  ])("are not made of %j", (settings) => {
    expect(() => createApp({ "aws:cdk:bundling-stacks": [], ...settings }, given.dataFolder())).toThrow(
      Object.keys(settings)[0],
    );
  });

  test("try for a day to start the machine, then leave it to a queue that sets off an alarm", () => {
    const queue = resource("AWS::SQS::Queue", "RetentionDeadLetters").id;
    for (const { Properties } of resources("AWS::Scheduler::Schedule")) {
      const { Target } = Properties as unknown as Schedule;
      expect(Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
      expect(spelledOut(Target.DeadLetterConfig.Arn)).toBe(`${queue}.Arn`);
      expect(spelledOut(Target.Arn)).toBe(resource("AWS::StepFunctions::StateMachine", "Retention").id);
      expect(spelledOut(Target.RoleArn)).toMatch(/^SchedulerRole/);
    }
    expect(JSON.stringify(resource("AWS::CloudWatch::Alarm", "RetentionNotStarted"))).toContain(queue);
  });
});

describe("the roles of the retention", () => {
  const may = (prefix: string) =>
    statements()
      .filter(({ role }) => role.startsWith(prefix))
      .flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((name) => `${action} ${name.replace(/[0-9A-F]{8}/, "")}`)),
      )
      .filter((line) => !/^(logs|kms):/.test(line))
      .sort();

  test("let the schedules start the machine, or leave a message, and nothing else", () => {
    expect(may("SchedulerRole")).toEqual([
      "sqs:SendMessage RetentionDeadLetters.Arn",
      "states:StartExecution RetentionMachine",
    ]);
  });

  test("let one function remove histories, which reaches nothing else of what is kept", () => {
    expect(may("RetentionDropChainsRole")).toEqual([
      "dynamodb:DeleteItem StoresAudit.Arn",
      "dynamodb:Query StoresAudit.Arn",
    ]);
  });
});

describe("the machine of the retention", () => {
  const machine = resource("AWS::StepFunctions::StateMachine", "Retention");

  test("is Standard, has a name, and logs which state when but never what went through it", () => {
    expect(machine.Properties).toMatchObject({
      StateMachineType: "STANDARD",
      StateMachineName: "Habeas-Retention",
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });

  test("catches whatever fails, and reports it; a shard that fails keeps no other from being swept", () => {
    const states = statesOf(spelledOut(machine.Properties.DefinitionString));
    const working = states.filter(({ Type }) => Type === "Task" || Type === "Map");
    expect(working.length).toBeGreaterThan(10);
    for (const { name, Catch, within } of working)
      expect(Catch !== undefined || within !== undefined, name).toBe(true);
    const shard = states.filter(({ within }) => within === "Sweep shard by shard");
    for (const { name, Type, Catch } of shard) if (Type === "Task") expect(Catch, name).toBeDefined();
    expect(new Set(states.map(({ name }) => name)).size).toBe(states.length);
  });
});

interface State {
  readonly Type: string;
  readonly Catch?: unknown;
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

/** Every state by its name, those within a Map with the name of that. */
function statesOf(definition: string) {
  const { States } = JSON.parse(definition) as { States: Record<string, State> };
  const named = (states: Readonly<Record<string, State>>, within?: string) =>
    Object.entries(states).map(([name, state]) => ({ name, within, ...state }));
  return named(States).flatMap((state) => [state, ...named(state.ItemProcessor?.States ?? {}, state.name)]);
}

describe("the alarms of the retention", () => {
  const alarms = resources("AWS::CloudWatch::Alarm").filter(({ id }) => id.startsWith("Retention"));

  test("say who is harmed and what to do", () => {
    expect(alarms).toHaveLength(8);
    for (const { Properties } of alarms) expect(Properties.AlarmDescription).toMatch(/people/i);
  });

  test("go off where no night has come to its end for 26 hours, also where nothing says so", () => {
    expect(resource("AWS::CloudWatch::Alarm", "RetentionNoNight").Properties).toMatchObject({
      MetricName: "NightsDone",
      Period: 3600,
      EvaluationPeriods: 26,
      DatapointsToAlarm: 26,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
  });

  test("count what the report of a night logs", () => {
    const filters = resources("AWS::Logs::MetricFilter")
      .filter(({ id }) => id.startsWith("Retention"))
      .map(({ Properties }) => Properties);
    expect(filters).toEqual([
      expect.objectContaining({
        FilterPattern: '{ $.message = "the night is over" }',
        MetricTransformations: [expect.objectContaining({ MetricName: "NightsDone", MetricValue: "1" })],
      }),
      expect.objectContaining({
        FilterPattern: '{ $.message = "overdue by more than a day" }',
        MetricTransformations: [
          expect.objectContaining({ MetricName: "OverdueByMoreThanADay", MetricValue: "$.count" }),
        ],
      }),
      expect.objectContaining({
        FilterPattern: '{ $.message = "missed by the nights before" }',
        MetricTransformations: [
          expect.objectContaining({ MetricName: "MissedByTheNights", MetricValue: "$.count" }),
        ],
      }),
      expect.objectContaining({
        FilterPattern: '{ $.message = "holds nobody has looked at" }',
        MetricTransformations: [
          expect.objectContaining({ MetricName: "HoldsNobodyLookedAt", MetricValue: "$.count" }),
        ],
      }),
      expect.objectContaining({
        FilterPattern: '{ $.message = "a person is asked" }',
        MetricTransformations: [expect.objectContaining({ MetricName: "PersonAsked", MetricValue: "1" })],
      }),
    ]);
    for (const { LogGroupName } of filters) expect(spelledOut(LogGroupName)).toMatch(/^RetentionSweepLog/);
  });
});
