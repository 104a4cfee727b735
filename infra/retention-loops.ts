import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { A_WHOLE_INVOCATION, callStep } from "./machine-steps.ts";

/** The functions whose steps the machine of the retention calls. */
export interface Steps {
  readonly retention: lambda.IFunction;
  /** The only one that may remove a history. */
  readonly dropChains: lambda.IFunction;
}

/** How many shards, or segments of a scan, are worked on side by side. */
const SIDE_BY_SIDE = 4;

/** What does not come through in one shard, or because of one record, keeps no other shard from being swept. */
export function sweepShards(
  scope: Construct,
  retention: lambda.IFunction,
  dropChains: lambda.IFunction,
): sfn.Map {
  const all = sfn.JsonPath.entirePayload;
  const sweep = callStep(
    scope,
    "Sweep a shard",
    retention,
    { step: "sweep", shard: all },
    A_WHOLE_INVOCATION,
  );
  const drop = callStep(
    scope,
    "Drop the histories whose time is over",
    dropChains,
    { step: "drop", shard: all },
    A_WHOLE_INVOCATION,
  );
  sweep.next(
    new sfn.Choice(scope, "Is anything left of the shard?")
      .when(sfn.Condition.isPresent("$.chains"), drop)
      .when(sfn.Condition.isPresent("$.more"), sweep)
      .otherwise(pass(scope, "The shard is through", { shard: at("$.shard") })),
  );
  drop.next(sweep);
  const left = pass(scope, "Leave the shard to the next night", {
    shard: at("$.shard"),
    failed: at("$.failure.Error"),
  });
  for (const task of [sweep, drop]) task.addCatch(left, { errors: ["States.ALL"], resultPath: "$.failure" });
  return new sfn.Map(scope, "Sweep shard by shard", {
    itemsPath: "$.shards",
    maxConcurrency: SIDE_BY_SIDE,
    itemSelector: {
      night: at("$.night"),
      at: at("$.at"),
      manifest: at("$.manifest"),
      shard: at("$$.Map.Item.Value"),
      heldBack: sfn.JsonPath.listAt("$.heldBack"),
      approved: sfn.JsonPath.objectAt("$.approved"),
    },
    resultPath: "$.swept",
  }).itemProcessor(sweep);
}

interface SegmentStep {
  /** The name of the state that works on one segment. */
  readonly each: string;
  readonly step: "compare" | "redate";
  readonly fn: lambda.IFunction;
}

/** A part of the table at a time, several side by side, each until it is through; what it answers is only for itself. */
export function bySegment(scope: Construct, name: string, { each, step, fn }: SegmentStep): sfn.Map {
  const task = callStep(scope, each, fn, { step, segment: sfn.JsonPath.entirePayload }, A_WHOLE_INVOCATION);
  task.next(
    new sfn.Choice(scope, `${each}: is there more?`)
      .when(sfn.Condition.isPresent("$.more"), task)
      .otherwise(pass(scope, `${each}: done`, { segment: at("$.segment") })),
  );
  return new sfn.Map(scope, name, {
    itemsPath: "$.segments",
    maxConcurrency: SIDE_BY_SIDE,
    itemSelector: {
      night: at("$.night"),
      at: at("$.at"),
      manifest: at("$.manifest"),
      segment: at("$$.Map.Item.Value"),
    },
    resultPath: sfn.JsonPath.DISCARD,
  }).itemProcessor(task);
}

const at = (path: string) => sfn.JsonPath.stringAt(path);
const pass = (scope: Construct, name: string, parameters: Record<string, string>) =>
  new sfn.Pass(scope, name, { parameters });
