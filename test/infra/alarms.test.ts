import { describe, expect, test } from "vitest";
import { createApp } from "../../infra/app.ts";
import { loadTemplate, type RawTemplate } from "../../infra/local/template.ts";
import { given } from "../given.ts";
import { resources, type spelledOut } from "./template.ts";

const ALARM = "AWS::CloudWatch::Alarm";

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Parameters<typeof spelledOut>[0]>>;
}

/** The stack of an app with these settings. No bundle is needed for it. */
function templateWith(settings: Readonly<Record<string, unknown>>) {
  const app = createApp({ "aws:cdk:bundling-stacks": [], ...settings }, given.dataFolder());
  const template = app.synth().getStackByName("Habeas").template as {
    Resources: Record<string, Resource>;
  };
  const of = (type: string, prefix = "") =>
    Object.entries(template.Resources).flatMap(
      ([id, { Type, Properties }]): (Partial<Resource["Properties"]> & { readonly id: string })[] =>
        Type === type && id.startsWith(prefix) ? [{ ...Properties, id }] : [],
    );
  return { template, of };
}

describe("with somebody to tell", () => {
  const { template, of } = templateWith({ alarmEmail: "oncall@example.org" });
  const [topic] = of("AWS::SNS::Topic");

  test("every alarm writes to them", () => {
    expect(of(ALARM).length).toBeGreaterThan(8);
    for (const { id, AlarmActions } of of(ALARM)) expect(AlarmActions, id).toEqual([{ Ref: topic?.id }]);
    expect(of("AWS::SNS::Subscription")).toMatchObject([
      { Protocol: "email", Endpoint: "oncall@example.org", TopicArn: { Ref: topic?.id } },
    ]);
  });

  test("the way there is encrypted under a key that knows no data, and closed to all without TLS", () => {
    const [key] = of("AWS::KMS::Key", "Alarms");
    expect(topic).toMatchObject({ KmsMasterKeyId: { "Fn::GetAtt": [key?.id, "Arn"] } });
    expect(key).toMatchObject({ EnableKeyRotation: true });
    const ofThisAccount = { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } };
    const cloudWatch = { Principal: { Service: "cloudwatch.amazonaws.com" }, Condition: ofThisAccount };
    expect(key?.KeyPolicy).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({ ...cloudWatch, Action: ["kms:Decrypt", "kms:GenerateDataKey"] }),
      ]),
    });
    const [policy] = of("AWS::SNS::TopicPolicy");
    expect(policy?.PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        expect.objectContaining({ ...cloudWatch, Action: "sns:Publish", Effect: "Allow" }),
      ]),
    });
  });

  test("the stack still runs on one machine", () => {
    const place = { region: "eu-central-1", account: "000000000000" };
    expect(loadTemplate(template as unknown as RawTemplate, place).ofType(ALARM)).not.toEqual([]);
  });
});

test("with nobody to tell there is no way to tell them", () => {
  expect(resources("AWS::SNS::Topic")).toEqual([]);
  for (const { Properties } of resources(ALARM)) expect(Properties.AlarmActions).toBeUndefined();
});

test("every alarm says in a sentence who is harmed, and what to do", () => {
  for (const { id, Properties } of resources(ALARM)) {
    expect(Properties.AlarmDescription, id).toMatch(/people|person/i);
    expect(String(Properties.AlarmDescription).match(/[.:] /g)?.length, id).toBeGreaterThan(0);
  }
});

test("an execution that failed is redriven: its name is taken for 90 days", () => {
  const failed = resources(ALARM).filter(({ id }) => /^(Erasure|Export|Choices)Failed/.test(id));
  expect(failed).toHaveLength(3);
  for (const { Properties } of failed) expect(Properties.AlarmDescription).toContain("RedriveExecution");
});

test("what is left of a failure that is over hides no other: each alarm of a queue says that it is to be emptied", () => {
  const ofQueues = resources(ALARM).filter(({ Properties }) => Properties.Namespace === "AWS/SQS");
  expect(ofQueues).toHaveLength(resources("AWS::SQS::Queue").length);
  for (const { id, Properties } of ofQueues)
    expect(Properties.AlarmDescription, id).toMatch(/purge the queue/i);
});
