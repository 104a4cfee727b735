import { Duration, type Stack, TimeZone } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import * as targets from "aws-cdk-lib/aws-scheduler-targets";
import * as sqs from "aws-cdk-lib/aws-sqs";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";

/** Of `Nightly`: tries beside the first. */
export const RETRIES = 2;

/**
 * Two schedules that start a machine, `Nightly`, and `Powerless` in a role that may do nothing. By themselves they fire
 * in another half of the day than this one.
 */
export function addSchedules(stack: Stack, machine: sfn.StateMachine): void {
  const deadLetterQueue = new sqs.Queue(stack, "Unstarted");
  const hour = String((new Date().getUTCHours() + 12) % 24);
  const schedule = scheduler.ScheduleExpression.cron({ minute: "30", hour, timeZone: TimeZone.ETC_UTC });
  const target = (role?: iam.IRole) =>
    new targets.StepFunctionsStartExecution(machine, {
      input: scheduler.ScheduleTargetInput.fromObject({
        id: "scheduled",
        at: scheduler.ContextAttribute.scheduledTime,
        items: [],
        fails: 0,
      }),
      deadLetterQueue,
      retryAttempts: RETRIES,
      maxEventAge: Duration.hours(1),
      ...(role === undefined ? {} : { role }),
    });
  new scheduler.Schedule(stack, "Nightly", { schedule, target: target() });
  const role = new iam.Role(stack, "PowerlessRole", {
    assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com"),
  });
  new scheduler.Schedule(stack, "Powerless", { schedule, target: target(role.withoutPolicyUpdates()) });
}
