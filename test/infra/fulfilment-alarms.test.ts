import { describe, expect, test } from "vitest";
import { resource, resources, spelledOut, statements } from "./template.ts";

describe("a request that waits for somebody", () => {
  const filters = resources("AWS::Logs::MetricFilter").filter(({ id }) => id.startsWith("Fulfilment"));
  const counts = filters.map(({ Properties }) => {
    const [{ MetricName, MetricValue } = { MetricName: "", MetricValue: "" }] =
      Properties.MetricTransformations as { MetricName: string; MetricValue: string }[];
    return [
      spelledOut(Properties.LogGroupName).replace(/Log[0-9A-F]{8}$/, ""),
      Properties.FilterPattern,
      ...[MetricName, MetricValue],
    ];
  });

  test("is counted by the lines that its functions write", () => {
    expect(counts.toSorted()).toEqual([
      ["FulfilmentAssess", '{ $.message = "handed to a person" }', "RequestsHandedOver", "1"],
      ["FulfilmentAssess", '{ $.message = "waits for a decision" }', "RequestsWaitingForDecision", "1"],
      ["FulfilmentDeadlines", '{ $.message = "answers are due soon" }', "AnswersDueSoon", "$.count"],
    ]);
  });

  test.each([
    ["HandedOver", "RequestsHandedOver"],
    ["WaitsForDecision", "RequestsWaitingForDecision"],
    ["AnswersDue", "AnswersDueSoon"],
  ])("sets off the alarm %s at the first", (id, MetricName) => {
    expect(resource("AWS::CloudWatch::Alarm", `Fulfilment${id}`).Properties).toMatchObject({
      ...{ MetricName, Namespace: "Habeas", Threshold: 1, EvaluationPeriods: 1 },
      ...{ TreatMissingData: "notBreaching", AlarmDescription: expect.stringContaining("desk -- list") },
    });
  });
});

describe("who counts the answers that are due", () => {
  test("looks every day, and is missed where it could not", () => {
    const { ScheduleExpression, Targets } = resource("AWS::Events::Rule", "Fulfilment").Properties;
    const [{ Input } = { Input: "" }] = Targets as { Input: string }[];
    expect([ScheduleExpression, JSON.parse(Input)]).toEqual([
      ...["rate(1 day)", { task: "look-at-deadlines" }],
    ]);
    const queue = resource("AWS::SQS::Queue", "Fulfilment").id;
    expect(JSON.stringify(resource("AWS::CloudWatch::Alarm", "FulfilmentDeadlinesUnseen"))).toContain(queue);
  });

  test("asks one index, and reads nothing of any request", () => {
    const may = statements()
      .filter(({ role }) => role.startsWith("FulfilmentDeadlinesRole"))
      .flatMap(({ actions, resources: on }) => on.flatMap((name) => actions.map((a) => `${a} ${name}`)))
      .filter((line) => line.startsWith("dynamodb:"))
      .map((line) => line.replace(/[0-9A-F]{8}/, ""));
    expect(may).toEqual(["dynamodb:Query StoresRecords.Arn/index/deadline"]);
  });
});
