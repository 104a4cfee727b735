import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, Duration, Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { buildSync } from "esbuild";
import { type Assembly, adoptAssembly } from "../../../infra/local/synthesize.ts";
import type { RawTemplate } from "../../../infra/local/template.ts";

const FUNCTIONS = fileURLToPath(new URL("./runtime-functions.ts", import.meta.url));
const ROUTES = ["/echo/{name}", "/throw", "/exit", "/hang", "/meet", "/bytes", "/environment", "/rare"];

/** A folder in the system's own place for such, and what removes it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "habeas-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A small stack with one of everything the runtime runs: HTTP routes, a stream mapping, a schedule. */
export function synthesizeRuntimeStack(folder: string): Assembly {
  const bundle = join(folder, "bundle");
  buildSync({
    entryPoints: [FUNCTIONS],
    outfile: join(bundle, "index.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
  });
  const app = new App({ outdir: join(folder, "cdk.out") });
  const stack = new Stack(app, "Fixture");
  const code = lambda.Code.fromAsset(bundle);
  const [api, outbox] = (["api", "outbox"] as const).map(
    (name) =>
      new lambda.Function(stack, name === "api" ? "Api" : "Outbox", {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: `index.${name}`,
        code,
        memorySize: 256,
        timeout: Duration.seconds(2),
        environment: { SITE_URL: "https://somewhere.example" },
      }),
  );
  if (!api || !outbox) throw new Error("the fixture has two functions");
  const records = new dynamodb.Table(stack, "Records", {
    partitionKey: { name: "pk", type: dynamodb.AttributeType.STRING },
    sortKey: { name: "sk", type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.KEYS_ONLY,
  });
  records.grantWriteData(api);
  api.addEnvironment("RECORDS", records.tableName);
  outbox.addToRolePolicy(new iam.PolicyStatement({ actions: ["ses:SendEmail"], resources: ["*"] }));
  addStream(outbox, records, new sqs.Queue(stack, "DeadLetters"));
  addSite(stack, api);
  new events.Rule(stack, "EveryFiveMinutes", {
    schedule: events.Schedule.rate(Duration.minutes(5)),
    targets: [
      new targets.LambdaFunction(outbox, {
        event: events.RuleTargetInput.fromObject({ task: "send-waiting" }),
      }),
    ],
  });
  const assembly = app.synth();
  return adoptAssembly(assembly.directory, assembly.getStackByName("Fixture").template as RawTemplate);
}

function addStream(outbox: lambda.Function, records: dynamodb.Table, unread: sqs.Queue): void {
  outbox.addEventSource(
    new DynamoEventSource(records, {
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 2,
      onFailure: new SqsDlq(unread),
      filters: [
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.isEqual("INSERT"),
          dynamodb: { Keys: { sk: { S: lambda.FilterRule.beginsWith("outbox#") } } },
        }),
      ],
    }),
  );
}

function addSite(stack: Stack, api: lambda.Function): void {
  const httpApi = new apigateway.HttpApi(stack, "Site", {
    createDefaultStage: false,
    corsPreflight: {
      allowOrigins: ["https://www.example.org"],
      allowMethods: [apigateway.CorsHttpMethod.POST],
      allowHeaders: ["content-type"],
      maxAge: Duration.hours(1),
    },
  });
  const stage = new apigateway.HttpStage(stack, "Stage", {
    httpApi,
    stageName: "$default",
    autoDeploy: true,
  });
  const integration = new HttpLambdaIntegration("Integration", api);
  for (const path of ROUTES) {
    httpApi.addRoutes({ path, methods: [apigateway.HttpMethod.GET], integration });
  }
  for (const path of ["/records", "/echo/{name}"]) {
    httpApi.addRoutes({ path, methods: [apigateway.HttpMethod.POST], integration });
  }
  const settings = stage.node.defaultChild as apigateway.CfnStage;
  settings.addPropertyOverride("RouteSettings", {
    "GET /rare": { ThrottlingRateLimit: 0.01, ThrottlingBurstLimit: 2 },
  });
}
