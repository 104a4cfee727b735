import { Duration } from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { A_WHOLE_INVOCATION, askPerson, callStep } from "./machine-steps.ts";
import { bySegment, type Steps, sweepShards } from "./retention-loops.ts";

/*
 * What the steps are called with, and what they answer. Each drops what it does not know; what it answers is what the
 * next one gets. Whatever must be remembered is in the tables, so every step can be cut and run again.
 *
 *   Night = { at, proof?, preview?,                          the input: a scheduled time (ISO 8601), and what is asked
 *             execution, night, manifest, shards, segments, needs, reason, heldBack, approved, putOff?, asks?,
 *                                                            added by plan (functions/retention/payloads.ts says each)
 *             compared?, changed?,                           behind a look at the whole table
 *             again?,                                        true where the night was begun before: it has counts
 *             decided?: { decision: "approve" | "refuse", manifest },           what a person answered
 *             swept?: [{ shard, failed? }], failure?: { Error, Cause } }
 *
 *   plan          { step, night: Night, execution } → Night: night (day), manifest (text, always), shards: those with
 *                                                  something due, segments: ["0", …], reason: why ("" where none is needed),
 *                                                  needs: nothing | nobody | putting-off | person | comparison, and
 *                                                  With `decided`: what was agreed to, and no more. With `preview`
 *                                                  Preview (functions/retention/preview.ts), which has `due`
 *   compare       { step, segment: Segment }    → Segment, with `more` while it is not through
 *   weigh         { step, night: Night }        → Night: manifest of the moves, compared: true
 *   redate        { step, segment: Segment }    → Segment, with `more` while it is not through
 *   sweep         { step, shard: Shard }        → Shard, with `more` while it is not through, `chains`: references of
 *                                                  histories to drop (a few dozen at most) before it is called again
 *   drop          { step, shard: Shard }        → Shard with `dropped` in place of `chains` (the other function)
 *   await-person  { step, night, patience, token }                              → nothing, or it fails as AskedAlready
 *   report        { step, night: Night }        → the report: SweepNight (functions/records/sweeps.ts) without
 *                                                  `awaits` and `preview`, and `failed: true` where a shard did not come
 *                                                  through; it logs the lines that infra/retention.ts counts
 *   report-failure{ step, night: Night }        → anything; `night` may lack what plan adds, `failure` says which error
 *
 *   Segment = { night, at, manifest, segment: "0".."3", more? }
 *   Shard   = { night, at, manifest, shard, heldBack, approved, more?, chains?, dropped? }
 */

/** Nobody is asked longer than this: the nights that follow ask anew, with what is due by then. */
const PATIENCE = Duration.days(7);
/** Longer than a night may take: the patience, and the work before it and behind. */
export const LONGEST_NIGHT = Duration.days(9);
/**
 * One night of the retention, as it reads from top to bottom: what is due is planned, destroyed shard by shard through
 * the guard, and reported. Where more of a category would go than usual, what is held of it is put off first, and what
 * is left waits for a person behind the report: everything else has gone by then.
 */
export function retentionMachine(scope: Construct, { retention, dropChains }: Steps): sfn.IChainable {
  const all = sfn.JsonPath.entirePayload;
  const step = (name: string, what: string, resultPath?: string) =>
    callStep(scope, name, retention, { step: what, night: all }, A_WHOLE_INVOCATION, resultPath);
  const needs = (what: string) => sfn.Condition.stringEquals("$.needs", what);

  const plan = callStep(
    scope,
    "Plan the night",
    retention,
    { step: "plan", night: all, execution: sfn.JsonPath.stringAt("$$.Execution.Name") },
    A_WHOLE_INVOCATION,
  );
  const weigh = step("Weigh what would move", "weigh");
  const report = step("Report the night", "report");
  const reportSoFar = step("Report what went, before a person is asked", "report", "$.reported");
  const compare = bySegment(scope, "Compare the table with the schedule", {
    each: "Compare a segment with the schedule",
    step: "compare",
    fn: retention,
  });
  const move = bySegment(scope, "Move what the schedule says", {
    each: "Move what a segment has on another day",
    step: "redate",
    fn: retention,
  });
  const ask = askPerson(
    scope,
    "Wait for a person to agree to the night",
    retention,
    { step: "await-person", night: all, patience: PATIENCE.toSeconds() },
    PATIENCE,
  );
  const sweep = sweepShards(scope, retention, dropChains);

  plan.next(
    new sfn.Choice(scope, "What does the night need?")
      .when(sfn.Condition.isPresent("$.due"), new sfn.Succeed(scope, "Show what would go"))
      .when(needs("comparison"), compare)
      .when(needs("nothing"), report)
      .otherwise(sweep),
  );
  compare.next(weigh);
  weigh.next(move);
  // Whatever has become due by it is seen by the same night.
  move.next(plan);
  sweep.next(
    new sfn.Choice(scope, "Is anything left to be decided?")
      .when(needs("putting-off"), plan)
      .when(needs("person"), reportSoFar)
      .otherwise(report),
  );
  const notThrough = new sfn.Fail(scope, "Not every shard came through", { error: "ShardFailed" });
  reportSoFar.next(
    new sfn.Choice(scope, "Did every shard come through so far?")
      // Somebody has to look at that at once; the next night asks.
      .when(sfn.Condition.isPresent("$.reported.failed"), notThrough)
      .otherwise(ask),
  );
  ask.addCatch(report, { errors: ["States.Timeout", "AskedAlready"], resultPath: "$.failure" });
  ask.next(
    new sfn.Choice(scope, "May they go?")
      .when(sfn.Condition.stringEquals("$.decided.decision", "approve"), plan)
      .otherwise(report),
  );
  report.next(
    new sfn.Choice(scope, "Did every shard come through?")
      .when(sfn.Condition.isPresent("$.failed"), notThrough)
      .otherwise(new sfn.Succeed(scope, "The night is over")),
  );

  const fail = new sfn.Fail(scope, "The night failed", { error: "NightFailed" });
  const reportFailure = step("Report that it failed", "report-failure");
  reportFailure.next(fail);
  reportFailure.addCatch(fail, { errors: ["States.ALL"], resultPath: "$.failure" });
  for (const state of [plan, compare, weigh, move, sweep, reportSoFar, ask, report])
    state.addCatch(reportFailure, { errors: ["States.ALL"], resultPath: "$.failure" });
  return plan;
}
