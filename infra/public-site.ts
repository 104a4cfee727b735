import { Duration, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { deliveredLog } from "./delivered-log.ts";
import type { Settings } from "./settings.ts";

/** A route as people and programs ask for it, such as `POST /forms/{form}`. */
export type RouteKey = `${"GET" | "HEAD" | "POST"} /${string}` | "$default";

/** The HTTP API: what the outside reaches, throttled per route. The functions add their routes. */
export class PublicSite extends Construct {
  /** The origin people see, without a slash at the end. */
  readonly url: string;
  readonly #api: apigateway.HttpApi;
  readonly #stage: apigateway.CfnStage;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.#settings = settings;
    this.#api = new apigateway.HttpApi(this, "Api", {
      description: "Habeas: forms and rights",
      createDefaultStage: false,
      ...(settings.allowedOrigins.length === 0
        ? {}
        : {
            corsPreflight: {
              allowOrigins: settings.allowedOrigins,
              allowMethods: [apigateway.CorsHttpMethod.GET, apigateway.CorsHttpMethod.POST],
              allowHeaders: ["content-type"],
              maxAge: Duration.hours(1),
            },
          }),
    });
    const stage = new apigateway.HttpStage(this, "Stage", {
      httpApi: this.#api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestBurst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(deliveredLog(this, "AccessLog")),
        format: NOTHING_PERSONAL,
      },
    });
    this.#stage = stage.node.defaultChild as apigateway.CfnStage;
    this.url = settings.siteUrl ?? this.#api.apiEndpoint;
    new cloudwatch.Alarm(this, "Failing", {
      alarmDescription:
        "People get an error in place of the site: no form and no rights request comes in. The logs of the functions Intake, Verification and Download say the class and the place of the error; if it began with a deployment, deploy what was there before.",
      metric: this.#api.metricServerError({ statistic: "Sum", period: Duration.minutes(5) }),
      // A few may be a conflict that a second try passes: then people are asked to try again in a minute.
      threshold: 5,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    Validations.of(this).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "Everybody may send a form, and nobody has an account; what discloses or destroys asks for a letter's token, code or session. Shown by test/journeys/rights.test.ts",
    });
  }

  /** Lets `fn` answer these routes. Whatever writes gets a fifth of the pace of what only reads. */
  serve(fn: lambda.Function, routes: readonly RouteKey[]): void {
    const integration = new HttpLambdaIntegration(`${fn.node.id}Integration`, fn);
    for (const route of routes.flatMap(withHead)) {
      const created = new apigateway.HttpRoute(this, route, {
        httpApi: this.#api,
        integration,
        routeKey: route === "$default" ? apigateway.HttpRouteKey.DEFAULT : routeKey(route),
      });
      if (!route.startsWith("POST")) continue;
      const pace = {
        ThrottlingRateLimit: Math.ceil(this.#settings.requestsPerSecond / 5),
        ThrottlingBurstLimit: Math.ceil(this.#settings.requestBurst / 5),
      };
      this.#stage.addPropertyOverride(`RouteSettings.${route.replaceAll(".", "\\.")}`, pace);
      // A stage that names a route needs the route to be there first.
      this.#stage.node.addDependency(created);
    }
  }
}

/** Mail scanners ask with HEAD before a person asks with GET: the same route, or they take the link for a dead one. */
function withHead(route: RouteKey): RouteKey[] {
  return route.startsWith("GET ") ? [route, route.replace("GET", "HEAD") as RouteKey] : [route];
}

function routeKey(route: string): apigateway.HttpRouteKey {
  const [method, path] = route.split(" ");
  return apigateway.HttpRouteKey.with(path ?? "/", method as apigateway.HttpMethod);
}

/** No address of the caller, no path that was typed, no user agent: route, outcome and time only. */
const NOTHING_PERSONAL = AccessLogFormat.custom(
  JSON.stringify({
    requestId: "$context.requestId",
    route: "$context.routeKey",
    status: "$context.status",
    milliseconds: "$context.responseLatency",
    bytes: "$context.responseLength",
    failure: "$context.integrationErrorMessage",
  }),
);
