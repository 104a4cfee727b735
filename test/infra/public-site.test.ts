import { describe, expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { given } from "../given.ts";
import { resource, resources } from "./template.ts";

const routes = resources("AWS::ApiGatewayV2::Route").map(({ Properties }) => String(Properties.RouteKey));

test("these are the routes, and HEAD is answered wherever GET is", () => {
  const read = ["/", "/forms/{form}", "/rights/{right}", "/sent", "/retention", "/openapi.json", "/health"];
  const gets = [
    ...read,
    "/.well-known/jwks.json",
    "/assets/{asset}",
    "/verify",
    "/request",
    "/request/receipt",
    "/request/download",
  ];
  const posts = [
    "/forms/{form}",
    "/rights/{right}",
    "/sent",
    "/verify",
    "/request/session",
    "/request/cancel",
    "/request/download",
    "/request/download/erase",
  ];

  expect([...routes].sort()).toEqual(
    [
      ...gets.flatMap((path) => [`GET ${path}`, `HEAD ${path}`]),
      ...posts.map((path) => `POST ${path}`),
      "$default",
    ].sort(),
  );
});

describe("the pace", () => {
  const { Stage } = stackWith({ requestsPerSecond: "50", requestBurst: "100" });

  test("is limited for every route", () => {
    expect(Stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
  });

  test("of whatever writes is a fifth of it", () => {
    expect(Stage.RouteSettings).toEqual(
      Object.fromEntries(
        routes
          .filter((route) => route.startsWith("POST"))
          .map((route) => [route, { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 }]),
      ),
    );
  });
});

test("no path, address or user agent is in the access log", () => {
  const { Format } = resource("AWS::ApiGatewayV2::Stage").Properties.AccessLogSettings as { Format: string };

  expect(Object.values(JSON.parse(Format)).sort()).toEqual([
    "$context.integrationErrorMessage",
    "$context.requestId",
    "$context.responseLatency",
    "$context.responseLength",
    "$context.routeKey",
    "$context.status",
  ]);
});

test("an alarm goes off where people get errors in place of the site", () => {
  const alarm = resource("AWS::CloudWatch::Alarm", "Site").Properties;

  expect(alarm).toMatchObject({
    ...{ MetricName: "5xx", Namespace: "AWS/ApiGateway", Statistic: "Sum", Period: 300 },
    ...{ Threshold: 5, EvaluationPeriods: 1, TreatMissingData: "notBreaching" },
    Dimensions: [{ Name: "ApiId", Value: { Ref: resource("AWS::ApiGatewayV2::Api").id } }],
  });
});

describe("pages elsewhere", () => {
  test("may send nothing unless a setting names them", () => {
    expect(stackWith({}).Api.CorsConfiguration).toBeUndefined();
  });

  test("that a setting names may send forms, without cookies", () => {
    expect(stackWith({ allowedOrigins: "https://www.example.org" }).Api.CorsConfiguration).toEqual({
      AllowOrigins: ["https://www.example.org"],
      AllowMethods: ["GET", "POST"],
      AllowHeaders: ["content-type"],
      MaxAge: 3600,
    });
  });
});

test("events are in payload format 2.0", () => {
  for (const { Properties } of resources("AWS::ApiGatewayV2::Integration"))
    expect(Properties).toMatchObject({ IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0" });
});

/** The stage and the API of a stack with settings of its own; its functions stay unbundled. */
function stackWith(settings: Record<string, string>) {
  const app = createApp({ ...settings, "aws:cdk:bundling-stacks": [] }, given.dataFolder());
  const { Resources } = app.synth().getStackByName("Habeas").template as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  const properties = (type: string) =>
    Object.values(Resources).find(({ Type }) => Type === type)?.Properties ?? {};
  return { Stage: properties("AWS::ApiGatewayV2::Stage"), Api: properties("AWS::ApiGatewayV2::Api") };
}
