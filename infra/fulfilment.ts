import { Duration } from "aws-cdk-lib";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type {
  AssessEnvironment,
  ConcludeEnvironment,
  DeadlinesEnvironment,
} from "../functions/environment.ts";
import { alarmOfDeadLetters } from "./alarms.ts";
import { deadLetterQueue } from "./dead-letter-queue.ts";
import type { Evidence } from "./evidence.ts";
import { alarmsOfRequests } from "./fulfilment-alarms.ts";
import { grantAssess, grantConclude, grantLookAtDeadlines } from "./fulfilment-grants.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { grantSend } from "./mail.ts";
import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import type { Stores } from "./stores.ts";

interface FulfilmentProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly evidence: Evidence;
}

/** What erasure and export share: saying what a request needs before it is carried out, and bringing it to its end. */
export class Fulfilment extends Construct {
  readonly assess: lambda.Function;
  readonly conclude: lambda.Function;

  constructor(scope: Construct, id: string, props: FulfilmentProps) {
    super(scope, id);
    this.assess = this.#assess(props);
    this.conclude = this.#conclude(props);
    alarmsOfRequests(this, { assess: this.assess, deadlines: this.#deadlines(props) });
  }

  #deadlines({ stores }: FulfilmentProps): lambda.Function {
    const unseen = deadLetterQueue(this);
    const fn = new LambdaFunction(this, "Deadlines", {
      entry: "fulfilment/look-at-deadlines.lambda.ts",
      description: "Counts the answers to rights requests that the law wants soon",
      timeout: Duration.seconds(60),
      memorySize: 512,
      deadLetterQueue: unseen,
    });
    fn.provide<DeadlinesEnvironment>(grantLookAtDeadlines(stores, fn));
    new events.Rule(this, "EveryDay", {
      description: "Answers that the law wants soon, so that somebody is told while there is time",
      schedule: events.Schedule.rate(Duration.days(1)),
      targets: [
        new targets.LambdaFunction(fn, {
          event: events.RuleTargetInput.fromObject({ task: "look-at-deadlines" }),
          deadLetterQueue: unseen,
        }),
      ],
    });
    alarmOfDeadLetters(
      this,
      "DeadlinesUnseen",
      "Nobody has looked today whether people wait for an answer that is due. Look at the Deadlines function's log, and meanwhile at npm run desk -- list.",
      unseen,
    );
    return fn;
  }

  #assess({ settings, stores }: FulfilmentProps): lambda.Function {
    const fn = new LambdaFunction(this, "Assess", {
      entry: "fulfilment/assess.lambda.ts",
      description: "Says what a rights request needs before it is carried out; keeps what waits for a person",
      timeout: Duration.seconds(60),
      memorySize: 512,
    });
    fn.provide<AssessEnvironment>({
      ...grantAssess(stores, fn),
      PORTABILITY_HOSTS: JSON.stringify(settings.portabilityHosts),
    });
    return fn;
  }

  #conclude({ settings, site, stores, evidence }: FulfilmentProps): lambda.Function {
    const fn = new LambdaFunction(this, "Conclude", {
      entry: "fulfilment/conclude.lambda.ts",
      description: "Hands a copy over, writes the last letter, signs its receipt, lets go of who it was",
      timeout: Duration.seconds(60),
      memorySize: 512,
    });
    const { SITE_URL, CONTROLLER } = siteEnvironment(settings, site);
    fn.provide<ConcludeEnvironment>({
      ...grantConclude(stores, fn),
      ...evidence.grantSign(fn),
      ...grantSend(fn, settings),
      SITE_URL,
      CONTROLLER,
    });
    return fn;
  }
}
