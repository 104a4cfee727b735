import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { ExportEnvironment, SendEnvironment } from "../functions/environment.ts";
import { alarmAtFirst } from "./alarms.ts";
import { grantMake, grantSendOn } from "./export-grants.ts";
import { exportMachine } from "./export-machine.ts";
import type { Fulfilment } from "./fulfilment.ts";
import { LambdaFunction } from "./lambda-function.ts";
import { LONGEST_WAIT } from "./machine-steps.ts";
import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import { standardMachine } from "./standard-machine.ts";
import type { Stores } from "./stores.ts";

interface ExportProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly fulfilment: Fulfilment;
}

/** Makes a person the copy of their data that they asked for. Serves portability and the small answers too. */
export class Export extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: ExportProps) {
    super(scope, id);
    const steps = {
      assess: props.fulfilment.assess,
      make: this.#make(props),
      send: this.#send(props),
      conclude: props.fulfilment.conclude,
    };
    this.machine = standardMachine(this, {
      start: exportMachine(this, steps),
      timeout: LONGEST_WAIT,
      functions: Object.values(steps),
    });
    alarmAtFirst(
      this,
      "Failed",
      "A person who asked for their data gets nothing and is not told: the copy has stopped and the law's clock runs. Look at the execution, mend the cause and redrive it within 14 days (Step Functions, RedriveExecution): it goes on where it failed. What was cancelled and could not be thrown away S3 lets go of after eight days.",
      this.machine.metricFailed({ statistic: "Sum" }),
    );
    alarmAtFirst(
      this,
      "TimedOut",
      "A person who asked for their data has waited for us longer than any law allows. Answer them today.",
      this.machine.metricTimedOut({ statistic: "Sum" }),
    );
  }

  #make({ settings, site, stores }: ExportProps): lambda.Function {
    const fn = new LambdaFunction(this, "Make", {
      entry: "export/export.lambda.ts",
      description: "Collects what the holders of the data map have about one person, and seals a copy of it",
      timeout: Duration.minutes(15),
      memorySize: 1024,
    });
    const { SITE_URL, CONTROLLER } = siteEnvironment(settings, site);
    fn.provide<ExportEnvironment>({ ...grantMake(stores, fn), SITE_URL, CONTROLLER });
    // By these a copy of 100,000 records takes hardly more memory than one of 1,000 (`npm run bench`): little room for
    // what has just come into being, leave to say when garbage is collected, and one heap for what is outside of V8's.
    fn.addEnvironment("NODE_OPTIONS", "--max-semi-space-size=1 --expose-gc");
    fn.addEnvironment("MALLOC_ARENA_MAX", "1");
    return fn;
  }

  #send({ stores }: ExportProps): lambda.Function {
    const fn = new LambdaFunction(this, "Send", {
      entry: "export/send.lambda.ts",
      description: "Sends a copy to the controller that its person named, and to nobody else",
      timeout: Duration.minutes(15),
      memorySize: 512,
    });
    fn.provide<SendEnvironment>(grantSendOn(stores, fn));
    return fn;
  }
}
