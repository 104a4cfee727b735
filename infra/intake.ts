import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { IntakeEnvironment } from "../functions/environment.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import type { Stores } from "./stores.ts";

interface IntakeProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
}

/** The forms and the rights as people see them, and what they send. */
export class Intake extends Construct {
  constructor(scope: Construct, id: string, { settings, site, stores }: IntakeProps) {
    super(scope, id);
    const fn = new LambdaFunction(this, "Function", {
      entry: "intake/intake.lambda.ts",
      description: "Shows the forms and records what people send, unconfirmed",
      timeout: Duration.seconds(20),
      memorySize: 1024,
    });
    fn.provide<IntakeEnvironment>({
      ...stores.grantSubmit(fn),
      ...siteEnvironment(settings, site),
      SUBMISSIONS_PER_NETWORK: String(settings.submissionsPerNetwork),
    });
    site.serve(fn, [
      "GET /",
      "GET /forms/{form}",
      "POST /forms/{form}",
      "GET /rights/{right}",
      "POST /rights/{right}",
      "GET /sent",
      "POST /sent",
      "GET /retention",
      "GET /openapi.json",
      "GET /health",
      "GET /assets/{asset}",
      "$default",
    ]);
  }
}
