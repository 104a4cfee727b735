import { existsSync, readdirSync, readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { root } from "../architecture/source-file.ts";
import { given } from "../given.ts";

/** A resource and a rule it breaks, one per line. The rules look at the properties, so no bundle is needed. */
function findings(app: App): string[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${constructPath}: ${ruleName}`),
      ),
  );
}

/** Every `acknowledge({ id, reason })` of the stack's own files. */
const acknowledged = readdirSync(`${root}infra`)
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => [
    ...readFileSync(`${root}infra/${file}`, "utf8").matchAll(/acknowledge\(\{([\s\S]*?)\}\)/g),
  ])
  .map(([, body]) => body ?? "");

test.each([{}, { alarmEmail: "oncall@example.org" }])(
  "no rule of AwsSolutions or Serverless is open, errors and warnings alike, with %j",
  (settings) => {
    const app = createApp({ "aws:cdk:bundling-stacks": [], ...settings }, given.dataFolder());

    expect(findings(app)).toEqual([]);
  },
);

test("the gate can fail: a bucket as the CDK makes it is found", () => {
  const app = new App({ outdir: given.dataFolder() });
  new Bucket(new Stack(app, "Careless"), "Bucket");

  expect(findings(app)).toContain("Careless/Bucket/Resource: AwsSolutions-S10");
});

test("at most twelve decisions are acknowledged, each with its reason and the test that stands in", () => {
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.length).toBeLessThanOrEqual(12);
  for (const body of acknowledged) {
    const [, reason = "", proof = ""] = /reason:\s*"(.{60,}) Shown by (test\/\S+)"/.exec(body) ?? [];
    expect(reason, body).not.toBe("");
    expect(existsSync(`${root}${proof}`), `${proof} is there`).toBe(true);
  }
});
