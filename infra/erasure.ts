import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { EraseEnvironment } from "../functions/environment.ts";
import { alarmAtFirst } from "./alarms.ts";
import { grantErase } from "./erasure-grants.ts";
import { erasureMachine } from "./erasure-machine.ts";
import type { Evidence } from "./evidence.ts";
import type { Fulfilment } from "./fulfilment.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { LONGEST_WAIT } from "./machine-steps.ts";
import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import { standardMachine } from "./standard-machine.ts";
import type { Stores } from "./stores.ts";

interface ErasureProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly evidence: Evidence;
  readonly fulfilment: Fulfilment;
}

/** Erases everything about a person, proves it, and tells them. Serves the report of a child and an account's end too. */
export class Erasure extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: ErasureProps) {
    super(scope, id);
    const steps = {
      assess: props.fulfilment.assess,
      erase: this.#erase(props),
      conclude: props.fulfilment.conclude,
    };
    this.machine = standardMachine(this, {
      start: erasureMachine(this, steps),
      timeout: LONGEST_WAIT,
      functions: Object.values(steps),
    });
    alarmAtFirst(
      this,
      "Failed",
      "A person's erasure has stopped and nobody is told: their data are still here and the law's clock runs. Look at the execution, mend the cause and redrive it within 14 days (Step Functions, RedriveExecution): it goes on where it failed. A replay that failed is started anew (npm run replay-ledger).",
      this.machine.metricFailed({ statistic: "Sum" }),
    );
    alarmAtFirst(
      this,
      "TimedOut",
      "A person's erasure has waited for us longer than any law allows. Answer them today.",
      this.machine.metricTimedOut({ statistic: "Sum" }),
    );
  }

  #erase({ settings, site, stores, evidence }: ErasureProps): lambda.Function {
    const fn = new LambdaFunction(this, "Erase", {
      entry: "erasure/erase.lambda.ts",
      description: "Erases what the holders of the data map have about one person, and proves it",
      timeout: Duration.minutes(15),
      memorySize: 512,
    });
    fn.provide<EraseEnvironment>({
      ...grantErase(stores, fn),
      ...evidence.grantRecord(fn),
      CONTROLLER: siteEnvironment(settings, site).CONTROLLER,
    });
    return fn;
  }
}
