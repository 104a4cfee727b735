import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { ChoicesEnvironment } from "../functions/environment.ts";
import { alarmAtFirst } from "./alarms.ts";
import { choicesMachine } from "./choices-machine.ts";
import type { Fulfilment } from "./fulfilment.ts";
import { tablesOf } from "./fulfilment-grants.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { LONGEST_WAIT } from "./machine-steps.ts";
import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import { standardMachine } from "./standard-machine.ts";
import type { Stores } from "./stores.ts";

interface ChoicesProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly fulfilment: Fulfilment;
}

/** Carries out what people decide about the use of their data: that it ends, or that a person of the staff sees to it. */
export class Choices extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: ChoicesProps) {
    super(scope, id);
    const { assess, conclude } = props.fulfilment;
    const steps = { assess, choices: this.#carryOut(props), conclude };
    this.machine = standardMachine(this, {
      start: choicesMachine(this, steps),
      timeout: LONGEST_WAIT,
      functions: Object.values(steps),
    });
    alarmAtFirst(
      this,
      "Failed",
      "A person has told us to stop something, or to correct it, and it has stopped before anybody was asked: nothing is done and the law's clock runs. Look at the execution, mend the cause and redrive it within 14 days (Step Functions, RedriveExecution): it goes on where it failed.",
      this.machine.metricFailed({ statistic: "Sum" }),
    );
    alarmAtFirst(
      this,
      "TimedOut",
      "A person has told us to stop something, or to correct it, and has waited for us longer than any law allows. Answer them today.",
      this.machine.metricTimedOut({ statistic: "Sum" }),
    );
  }

  #carryOut({ settings, site, stores }: ChoicesProps): lambda.Function {
    const fn = new LambdaFunction(this, "CarryOut", {
      entry: "choices/choices.lambda.ts",
      description: "Ends the consents that a person withdraws, and what was kept on the strength of them",
      timeout: Duration.seconds(60),
      memorySize: 512,
    });
    stores.allow(fn, stores.records, ["GetItem", "Query", "UpdateItem"]);
    stores.allow(fn, stores.audit, ["PutItem"]);
    fn.provide<ChoicesEnvironment>({
      ...tablesOf(stores),
      CONTROLLER: siteEnvironment(settings, site).CONTROLLER,
    });
    return fn;
  }
}
