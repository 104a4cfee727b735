import { Duration, TimeZone } from "aws-cdk-lib";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import * as targets from "aws-cdk-lib/aws-scheduler-targets";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { alarmOfDeadLetters } from "./alarms.ts";
import { deadLetterQueue } from "./dead-letter-queue.ts";
import type { Settings } from "./settings.ts";

/**
 * Starts the machine at the settings' time of every day, and on Sundays once more, an hour later, with the proof that
 * the index has missed nothing. What it is told is the time at which it should have started: that is "now" for the
 * night, whenever it comes.
 */
export function everyNight(scope: Construct, machine: sfn.StateMachine, settings: Settings): void {
  const unstarted = deadLetterQueue(scope);
  const start = (input: Readonly<Record<string, unknown>>) =>
    new targets.StepFunctionsStartExecution(machine, {
      input: scheduler.ScheduleTargetInput.fromObject({
        at: scheduler.ContextAttribute.scheduledTime,
        ...input,
      }),
      // A night that starts after the next one would only do what that has done.
      maxEventAge: Duration.hours(24),
      retryAttempts: 185,
      deadLetterQueue: unstarted,
    });
  const [hour = 0, minute = 0] = settings.sweepTime.split(":").map(Number);
  const timeZone = TimeZone.of(settings.timeZone);
  new scheduler.Schedule(scope, "EveryNight", {
    description: "Whatever has outlived its purpose goes",
    schedule: scheduler.ScheduleExpression.cron({ minute: `${minute}`, hour: `${hour}`, timeZone }),
    target: start({}),
  });
  new scheduler.Schedule(scope, "EveryWeek", {
    description: "The same, and a look at the whole table for what the index may have missed",
    schedule: scheduler.ScheduleExpression.cron({
      minute: `${minute}`,
      hour: `${(hour + 1) % 24}`,
      weekDay: "SUN",
      timeZone,
    }),
    target: start({ proof: true }),
  });
  alarmOfDeadLetters(
    scope,
    "NotStarted",
    "A night of the retention could not even be started: people's data that should be gone are still here. Look at the schedule's role and at the machine, then start the night (npm run sweep).",
    unstarted,
  );
}
