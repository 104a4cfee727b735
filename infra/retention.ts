import { Duration, Stack } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { DropChainsEnvironment, RetentionEnvironment } from "../functions/environment.ts";
import { alarmAtFirst, counted } from "./alarms.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { PublicSite } from "./public-site.ts";
import { grantDropChains, grantSweep } from "./retention-grants.ts";
import { LONGEST_NIGHT, retentionMachine } from "./retention-machine.ts";
import { everyNight } from "./retention-schedules.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import { standardMachine } from "./standard-machine.ts";
import type { Stores } from "./stores.ts";

interface RetentionProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
}

/** Every night, what has outlived its purpose is erased or leads back to nobody any more. */
export class Retention extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: RetentionProps) {
    super(scope, id);
    const retention = this.#retention(props);
    const dropChains = this.#dropChains(props);
    this.machine = standardMachine(this, {
      // By this `npm run sweep` finds it.
      name: `${Stack.of(this).stackName}-Retention`,
      start: retentionMachine(this, { retention, dropChains }),
      timeout: LONGEST_NIGHT,
      functions: [retention, dropChains],
    });
    everyNight(this, this.machine, props.settings);
    this.#alarms(retention);
  }

  /** What nobody would notice by themselves: that data are kept which should be gone. */
  #alarms(retention: LambdaFunction): void {
    alarmAtFirst(
      this,
      "Failed",
      "A night of the retention failed: people's data that should be gone are still here. Look at the execution and the Retention function's log, mend the cause, and start the night again (npm run sweep); it goes on where it was.",
      this.machine.metricFailed({ statistic: "Sum" }),
    );
    alarmAtFirst(
      this,
      "TimedOut",
      "A night of the retention has run for longer than a night may take: people's data that should be gone may still be here. Look at the execution.",
      this.machine.metricTimedOut({ statistic: "Sum" }),
    );
    new cloudwatch.Alarm(this, "NoNight", {
      alarmDescription:
        "No night of the retention has come to its end for 26 hours: data of people are kept longer than they were told. Look at what the last one did (npm run desk -- sweeps), and whether the schedule has started any since.",
      // Not the machine's own successes: a preview is one too, and what somebody agrees to days later.
      metric: counted(retention, "NightsDone", NIGHT_IS_OVER, "1").with({
        statistic: "Sum",
        period: Duration.hours(1),
      }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      // With periods below an hour an alarm looks back a day at most, with hours a week; all of them must lack a night.
      evaluationPeriods: HOURS_WITHOUT_A_NIGHT,
      datapointsToAlarm: HOURS_WITHOUT_A_NIGHT,
      // An hour in which no night ended has no data at all.
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    alarmAtFirst(
      this,
      "Overdue",
      "Data of people should have been gone for more than a day and are not, and no hold keeps them. The report says since when, and what failed or waits for somebody (npm run desk -- sweeps).",
      counted(retention, "OverdueByMoreThanADay", OVERDUE, "$.count").with({ statistic: "Maximum" }),
    );
    alarmAtFirst(
      this,
      "Missed",
      "The look at the whole table has found data of people that the nights before had missed: they were kept longer than they were told. They have their day now. The report says how many of what (npm run desk -- sweeps); find out who wrote them without a day, or what failed.",
      counted(retention, "MissedByTheNights", MISSED, "$.count").with({ statistic: "Maximum" }),
    );
    alarmAtFirst(
      this,
      "HoldsOverdue",
      "The day has passed on which somebody was to look at a legal hold again, and nobody has: data of people may be kept for a matter that is over. See npm run desk -- holds --overdue; review each, or release it.",
      counted(retention, "HoldsNobodyLookedAt", HOLDS_OVERDUE, "$.count").with({ statistic: "Maximum" }),
    );
    alarmAtFirst(
      this,
      "Waiting",
      "More of a category would go than usual, and waits for somebody: until then data of people stay that should be gone. Look at what it is, and agree or refuse (npm run desk -- sweeps).",
      counted(retention, "PersonAsked", PERSON_IS_ASKED, "1").with({ statistic: "Sum" }),
    );
  }

  #retention({ settings, site, stores }: RetentionProps): LambdaFunction {
    const fn = new LambdaFunction(this, "Sweep", {
      entry: "retention/retention.lambda.ts",
      description: "Finds what is due, destroys or de-identifies it through the guard, and reports the night",
      timeout: Duration.minutes(15),
      memorySize: 1024,
    });
    fn.provide<RetentionEnvironment>({
      ...grantSweep(stores, fn),
      CONTROLLER: siteEnvironment(settings, site).CONTROLLER,
      BLAST_RADIUS_SHARE: String(settings.blastRadiusShare),
      BLAST_RADIUS_MINIMUM: String(settings.blastRadiusMinimum),
    });
    return fn;
  }

  #dropChains({ settings, site, stores }: RetentionProps): lambda.Function {
    const fn = new LambdaFunction(this, "DropChains", {
      entry: "retention/drop-chain.lambda.ts",
      description: "Removes whole histories of requests whose time is over; nobody else removes any",
      timeout: Duration.minutes(15),
      memorySize: 512,
    });
    fn.provide<DropChainsEnvironment>({
      ...grantDropChains(stores, fn),
      CONTROLLER: siteEnvironment(settings, site).CONTROLLER,
    });
    return fn;
  }
}

const HOURS_WITHOUT_A_NIGHT = 26;

/**
 * What is logged of a night that has come to its end, of how many things (`count`) are late by more than 24 hours or were
 * missed before, of how many holds nobody has looked at, and of a question to a person.
 */
const NIGHT_IS_OVER = "the night is over";
const OVERDUE = "overdue by more than a day";
const MISSED = "missed by the nights before";
const HOLDS_OVERDUE = "holds nobody has looked at";
const PERSON_IS_ASKED = "a person is asked";
