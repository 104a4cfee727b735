import { Duration } from "aws-cdk-lib";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import type { OutboxEnvironment } from "../functions/environment.ts";
import { alarmOfDeadLetters } from "./alarms.ts";
import type { Choices } from "./choices.ts";
import { deadLetterQueue } from "./dead-letter-queue.ts";
import type { Erasure } from "./erasure.ts";
import type { Export } from "./export.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { grantSend } from "./mail.ts";
import type { PublicSite } from "./public-site.ts";
import { type Settings, seconds } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import type { Stores } from "./stores.ts";

interface OutboxProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly erasure: Erasure;
  readonly exporting: Export;
  readonly choices: Choices;
}

/** Turns outbox entries into letters: at once by the table's stream, and every five minutes whatever still waits. */
export class Outbox extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { settings, site, stores, erasure, exporting, choices }: OutboxProps,
  ) {
    super(scope, id);
    const unread = deadLetterQueue(this);
    const fn = new LambdaFunction(this, "Function", {
      entry: "outbox/dispatch.lambda.ts",
      description: "Sends the letters that wait in the outbox",
      timeout: Duration.seconds(60),
      memorySize: 512,
      deadLetterQueue: unread,
    });
    const { SITE_URL, CONTROLLER } = siteEnvironment(settings, site);
    fn.provide<OutboxEnvironment>({
      ...stores.grantDispatch(fn),
      SITE_URL,
      CONTROLLER,
      ...grantSend(fn, settings),
      ERASURE_MACHINE: erasure.machine.stateMachineArn,
      EXPORT_MACHINE: exporting.machine.stateMachineArn,
      CHOICES_MACHINE: choices.machine.stateMachineArn,
      LETTERS_PER_ADDRESS_PER_DAY: String(settings.lettersPerAddressPerDay),
      LETTERS_PER_HOUR: String(settings.lettersPerHour),
      LINK_LIFETIME: String(seconds(settings.linkLifetime)),
      CODE_LIFETIME: String(seconds(settings.codeLifetime)),
      STATUS_LINK_LIFETIME: String(seconds(settings.statusLinkLifetime)),
    });
    for (const { machine } of [erasure, exporting, choices]) {
      machine.grantStartExecution(fn);
      machine.grant(fn, "states:SendTaskSuccess");
    }

    new lambda.EventSourceMapping(this, "NewEntries", {
      target: fn,
      eventSourceArn: stores.grantFollow(fn),
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      filters: [
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.isEqual("INSERT"),
          dynamodb: { Keys: { sk: { S: lambda.FilterRule.beginsWith("outbox#") } } },
        }),
      ],
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // What stays unsent is still in the table and is taken up by the schedule below; so a stuck entry must not
      // hold the others back for long.
      maxRecordAge: Duration.minutes(15),
      onFailure: new SqsDlq(unread),
    });
    new events.Rule(this, "EveryFiveMinutes", {
      description: "Letters that wait: for their turn, or for a mail service that was away",
      schedule: events.Schedule.rate(Duration.minutes(5)),
      targets: [
        new targets.LambdaFunction(fn, {
          event: events.RuleTargetInput.fromObject({ task: "send-waiting" }),
          retryAttempts: 0,
          deadLetterQueue: unread,
        }),
      ],
    });
    alarmOfDeadLetters(
      this,
      "LettersDelayed",
      "People wait for letters that were not sent at the first tries. They are kept and tried every five minutes; look at the Outbox function's log and at SES.",
      unread,
    );
  }
}
