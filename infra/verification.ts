import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { VerificationEnvironment } from "../functions/environment.ts";
import type { Evidence } from "./evidence.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { PublicSite } from "./public-site.ts";
import { type Settings, seconds } from "./settings.ts";
import { siteEnvironment } from "./site-environment.ts";
import type { Stores } from "./stores.ts";

interface VerificationProps {
  readonly settings: Settings;
  readonly site: PublicSite;
  readonly stores: Stores;
  readonly evidence: Evidence;
}

/** Where a letter's link lands, and the page on which people follow their own request. */
export class Verification extends Construct {
  constructor(scope: Construct, id: string, { settings, site, stores, evidence }: VerificationProps) {
    super(scope, id);
    const fn = new LambdaFunction(this, "Function", {
      entry: "verification/verification.lambda.ts",
      description: "Redeems what a letter carried, and shows people their own request",
      timeout: Duration.seconds(20),
      memorySize: 1024,
    });
    fn.provide<VerificationEnvironment>({
      ...stores.grantRedeem(fn),
      ...evidence.grantPublish(fn),
      ...siteEnvironment(settings, site),
      COOLING_OFF: String(seconds(settings.coolingOffPeriod)),
    });
    site.serve(fn, [
      "GET /verify",
      "POST /verify",
      "GET /request",
      "GET /request/receipt",
      "GET /.well-known/jwks.json",
      "POST /request/session",
      "POST /request/cancel",
    ]);
  }
}
