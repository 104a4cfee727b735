import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { A_WHOLE_INVOCATION, askPerson, callStep } from "./machine-steps.ts";

/*
 * What the steps are called with, and what they answer. Each drops what it does not know; what it answers is what the
 * next one gets. Whatever must be remembered is in the tables, so every step can be cut and run again.
 *
 *   Night = { at, proof?, preview?,                          the input: a scheduled time (ISO 8601), and what is asked
 *             night, manifest, shards, segments, needs, reason, due?,           added by plan and weigh
 *             compared?,                                     true behind weigh: plan must not ask for it once more
 *             again?,                                        true where the night was begun before: it has counts
 *             decided?: { decision: "approve" | "refuse", manifest },           what a person answered
 *             swept?: [{ shard, failed? }], failure?: { Error, Cause } }
 *
 *   plan          { step, night: Night }        → Night: night (day), manifest (text, always), shards: those with
 *                                                  something due, segments: ["0", …], needs: nothing | nobody | person |
 *                                                  comparison, reason: why ("" where none is needed), and with
 *                                                  `preview` due: { category: { day: count } }, and nothing is written
 *   compare       { step, segment: Segment }    → Segment, with `more` while it is not through
 *   weigh         { step, night: Night }        → Night: manifest of the moves, needs: nobody | person, compared: true
 *   redate        { step, segment: Segment }    → Segment, with `more` while it is not through
 *   sweep         { step, shard: Shard }        → Shard, with `more` while it is not through, `chains`: references of
 *                                                  histories to drop (a few dozen at most) before it is called again
 *   drop          { step, shard: Shard }        → Shard with `dropped` in place of `chains` (the other function)
 *   await-person  { step, night, about: "night" | "moves", token }              → nothing
 *   report        { step, night: Night }        → the report: SweepNight (functions/records/sweeps.ts) without
 *                                                  `awaits` and `preview`, and `failed: true` where a shard did not come through; it
 *                                                  logs the two lines that infra/retention.ts counts
 *   report-failure{ step, night: Night }        → anything; `night` may lack what plan adds, `failure` says which error
 *
 *   Segment = { night, at, manifest, segment: "0".."3", more? }
 *   Shard   = { night, at, manifest, shard, more?, chains?, dropped? }
 */

/** The functions whose steps the machine calls. */
interface Steps {
  readonly retention: lambda.IFunction;
  /** The only one that may remove a history. */
  readonly dropChains: lambda.IFunction;
}

/** Nobody is asked longer than this: the nights that follow ask anew, with what is due by then. */
const PATIENCE = Duration.days(7);
/** Longer than a night may take: the patience for both questions, and the work. */
export const LONGEST_NIGHT = Duration.days(16);
/** How many shards, or segments of a scan, are worked on side by side. */
const SIDE_BY_SIDE = 4;

/**
 * One night of the retention, as it reads from top to bottom: what is due is planned, looked at by a person where it
 * is more than usual, destroyed shard by shard through the guard, and reported.
 */
export function retentionMachine(scope: Construct, { retention, dropChains }: Steps): sfn.IChainable {
  const all = sfn.JsonPath.entirePayload;
  const step = (name: string, what: string, timeout?: Duration) =>
    callStep(scope, name, retention, { step: what, night: all }, timeout);
  const unanswered = new sfn.Succeed(scope, "The nights since have asked anew");
  const ask = (name: string, about: string) =>
    askPerson(scope, name, retention, { step: "await-person", night: all, about }, PATIENCE).addCatch(
      unanswered,
      { errors: ["States.Timeout"], resultPath: "$.failure" },
    );
  const approved = sfn.Condition.stringEquals("$.decided.decision", "approve");
  const needs = (what: string) => sfn.Condition.stringEquals("$.needs", what);

  const plan = step("Plan the night", "plan", A_WHOLE_INVOCATION);
  const weigh = step("Weigh what would move", "weigh");
  const report = step("Report the night", "report");
  const compare = bySegment(scope, "Compare the table with the schedule", () =>
    loop(scope, "Compare a segment with the schedule", retention, { step: "compare", segment: all }),
  );
  const move = bySegment(scope, "Move what the schedule says", () =>
    loop(scope, "Move what a segment has on another day", retention, { step: "redate", segment: all }),
  );
  const askMoves = ask("Wait for a person to agree to the moves", "moves");
  const askNight = ask("Wait for a person to agree to the night", "night");
  const sweep = sweepShards(scope, retention, dropChains);

  plan.next(
    new sfn.Choice(scope, "What does the night need?")
      .when(sfn.Condition.isPresent("$.due"), new sfn.Succeed(scope, "Show what would go"))
      .when(needs("comparison"), compare)
      .when(needs("person"), askNight)
      .when(needs("nothing"), report)
      .otherwise(sweep),
  );
  compare.next(weigh);
  weigh.next(new sfn.Choice(scope, "Do too many move?").when(needs("person"), askMoves).otherwise(move));
  askMoves.next(new sfn.Choice(scope, "May they move?").when(approved, move).otherwise(report));
  // Whatever has become due by it is seen by the same night.
  move.next(plan);
  // The manifest that was agreed to is held against what is due now; only that one runs.
  askNight.next(new sfn.Choice(scope, "May they go?").when(approved, plan).otherwise(report));
  sweep.next(report);
  report.next(
    new sfn.Choice(scope, "Did every shard come through?")
      .when(
        sfn.Condition.isPresent("$.failed"),
        new sfn.Fail(scope, "Not every shard came through", { error: "ShardFailed" }),
      )
      .otherwise(new sfn.Succeed(scope, "The night is over")),
  );

  const fail = new sfn.Fail(scope, "The night failed", { error: "NightFailed" });
  const reportFailure = step("Report that it failed", "report-failure");
  reportFailure.next(fail);
  reportFailure.addCatch(fail, { errors: ["States.ALL"], resultPath: "$.failure" });
  for (const state of [plan, compare, weigh, askMoves, move, askNight, sweep, report])
    state.addCatch(reportFailure, { errors: ["States.ALL"], resultPath: "$.failure" });
  return plan;
}

/** What does not come through in one shard, or because of one record, keeps no other shard from being swept. */
function sweepShards(scope: Construct, retention: lambda.IFunction, dropChains: lambda.IFunction): sfn.Map {
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
    },
    resultPath: "$.swept",
  }).itemProcessor(sweep);
}

/** A part of the table at a time, several side by side; what each answers is only for itself. */
function bySegment(scope: Construct, name: string, work: () => sfn.IChainable): sfn.Map {
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
  }).itemProcessor(work());
}

/** A step that is called again as long as it says that there is more. */
function loop(
  scope: Construct,
  name: string,
  fn: lambda.IFunction,
  payload: Readonly<Record<string, unknown>>,
): sfn.IChainable {
  const task = callStep(scope, name, fn, payload, A_WHOLE_INVOCATION);
  const done = pass(scope, `${name}: done`, { segment: at("$.segment") });
  task.next(
    new sfn.Choice(scope, `${name}: is there more?`)
      .when(sfn.Condition.isPresent("$.more"), task)
      .otherwise(done),
  );
  return task;
}

const at = (path: string) => sfn.JsonPath.stringAt(path);
const pass = (scope: Construct, name: string, parameters: Record<string, string>) =>
  new sfn.Pass(scope, name, { parameters });
