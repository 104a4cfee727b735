import { expect, test } from "vitest";
import { resource, resources, spelledOut } from "./template.ts";

const mapping = resource("AWS::Lambda::EventSourceMapping").Properties;
const queue = resource("AWS::SQS::Queue", "Outbox");
const outbox = resource("AWS::Lambda::Function", "Outbox");
const queueArn = { "Fn::GetAtt": [queue.id, "Arn"] };

test("only new outbox entries wake the function, all there ever were", () => {
  const { Filters } = mapping.FilterCriteria as { Filters: { Pattern: string }[] };

  expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
    { eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: "outbox#" }] } } } },
  ]);
  expect(mapping).toMatchObject({ StartingPosition: "TRIM_HORIZON", BatchSize: 10 });
});

test("the mapping follows the stream of Records for the outbox", () => {
  expect(spelledOut(mapping.EventSourceArn)).toMatch(/^StoresRecords\w+\.StreamArn$/);
  expect(spelledOut(mapping.FunctionName)).toBe(outbox.id);
});

test("one entry that fails holds up neither those before it nor, for long, those behind it", () => {
  expect(mapping).toMatchObject({
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    BisectBatchOnFunctionError: true,
    MaximumRecordAgeInSeconds: 900,
  });
});

test("what was given up, by stream, schedule or function, is in the dead-letter queue", () => {
  const [target] = resource("AWS::Events::Rule", "Outbox").Properties.Targets as unknown[];

  expect(mapping.DestinationConfig).toEqual({ OnFailure: { Destination: queueArn } });
  expect(outbox.Properties.DeadLetterConfig).toEqual({ TargetArn: queueArn });
  expect(target).toMatchObject({ DeadLetterConfig: { Arn: queueArn } });
});

test("the queue is encrypted, keeps what it holds two weeks, and is closed to all without TLS", () => {
  expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  const { PolicyDocument } = resource("AWS::SQS::QueuePolicy", "Outbox").Properties;
  expect(PolicyDocument).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    ]),
  });
});

test("one message in the queue sets off an alarm that says who is harmed and what to do", () => {
  const alarm = resources("AWS::CloudWatch::Alarm").find(({ Properties }) =>
    JSON.stringify(Properties.Dimensions ?? "").includes(queue.id),
  );

  expect(alarm?.Properties).toMatchObject({
    MetricName: "ApproximateNumberOfMessagesVisible",
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    EvaluationPeriods: 1,
    TreatMissingData: "notBreaching",
    AlarmDescription: expect.stringMatching(/^People wait for letters/),
  });
});

test("every five minutes whatever still waits is taken up", () => {
  const { ScheduleExpression, State, Targets } = resource("AWS::Events::Rule", "Outbox").Properties;
  const [{ Input } = { Input: "" }] = Targets as { Input: string }[];

  expect({ ScheduleExpression, State }).toEqual({ ScheduleExpression: "rate(5 minutes)", State: "ENABLED" });
  expect(JSON.parse(Input)).toEqual({ task: "send-waiting" });
});
