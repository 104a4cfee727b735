import { describe, expect, test } from "vitest";
import { loadTemplate, type RawTemplate } from "../../../infra/local/template.ts";

const PLACE = { region: "eu-central-1", account: "000000000000" };
const TABLE = { Type: "AWS::DynamoDB::Table", Properties: {} };

/** A place to be filled in the text of `Fn::Sub`. */
const hole = (name: string) => `\${${name}}`;

function resolve(value: unknown, more: Partial<RawTemplate> = {}, siteUrl?: string): unknown {
  const raw: RawTemplate = {
    ...more,
    Resources: { ...more.Resources, Subject: { Type: "Test::Subject", Properties: { value } } },
  };
  const options = siteUrl ? { ...PLACE, siteUrl } : PLACE;
  return loadTemplate(raw, options).resource("Subject").properties.value;
}

describe("a resolved template", () => {
  test.each([
    ["Ref of a pseudo parameter", { Ref: "AWS::Region" }, "eu-central-1"],
    ["Join over references", { "Fn::Join": [":", ["a", { Ref: "AWS::AccountId" }]] }, "a:000000000000"],
    ["Split and Select", { "Fn::Select": [1, { "Fn::Split": ["/", "a/b/c"] }] }, "b"],
    [
      "Sub with a literal and a variable",
      { "Fn::Sub": [`${hole("!x")}-${hole("v")}-${hole("AWS::Partition")}`, { v: "1" }] },
      `${hole("x")}-1-aws`,
    ],
    ["If by a condition", { "Fn::If": ["InEurope", "yes", "no"] }, "yes"],
    ["Not and Or", { "Fn::If": ["Nowhere", "yes", "no"] }, "no"],
    ["FindInMap", { "Fn::FindInMap": ["Map", { Ref: "AWS::Region" }, "colour"] }, "blue"],
    ["NoValue in a list", ["a", { Ref: "AWS::NoValue" }], ["a"]],
    ["NoValue in an object", { a: 1, b: { Ref: "AWS::NoValue" } }, { a: 1 }],
    [
      "the condition of an IAM statement",
      { Condition: { Bool: { x: "true" } } },
      { Condition: { Bool: { x: "true" } } },
    ],
    ["a parameter's default", { Ref: "Limit" }, "5"],
  ])("resolves %s", (_, value, expected) => {
    const more: Partial<RawTemplate> = {
      Parameters: { Limit: { Type: "String", Default: "5" } },
      Mappings: { Map: { "eu-central-1": { colour: "blue" } } },
      Conditions: {
        InEurope: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-central-1"] },
        Nowhere: { "Fn::Not": [{ "Fn::Or": [{ Condition: "InEurope" }, { "Fn::Equals": ["a", "b"] }] }] },
      },
    };
    expect(resolve(value, more)).toEqual(expected);
  });

  test.each([
    ["AWS::DynamoDB::Table", "Records", "arn:aws:dynamodb:eu-central-1:000000000000:table/Records"],
    ["AWS::S3::Bucket", "records", "arn:aws:s3:::records"],
    ["AWS::Lambda::Function", "Records", "arn:aws:lambda:eu-central-1:000000000000:function:Records"],
    [
      "AWS::SQS::Queue",
      "https://sqs.eu-central-1.amazonaws.com/000000000000/Records",
      "arn:aws:sqs:eu-central-1:000000000000:Records",
    ],
  ])("gives %s the reference and the ARN that AWS would", (type, reference, arn) => {
    const more = { Resources: { Records: { Type: type } } };
    expect(resolve({ Ref: "Records" }, more)).toBe(reference);
    expect(resolve({ "Fn::GetAtt": ["Records", "Arn"] }, more)).toBe(arn);
  });

  test("keeps a name that the author chose", () => {
    const more = { Resources: { Records: { ...TABLE, Properties: { TableName: "chosen" } } } };
    expect(resolve({ "Fn::Sub": hole("Records") }, more)).toBe("chosen");
    expect(resolve({ "Fn::Sub": hole("Records.Arn") }, more)).toMatch(/table\/chosen$/);
  });

  test.each([
    ["its attribute", { "Fn::GetAtt": ["Api", "ApiEndpoint"] }],
    [
      "the joined address",
      {
        "Fn::Join": [
          "",
          ["https://", { Ref: "Api" }, ".execute-api.eu-central-1.", { Ref: "AWS::URLSuffix" }],
        ],
      },
    ],
  ])("points the API at the local site by %s", (_, value) => {
    const more = { Resources: { Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "Site" } } } };
    expect(resolve(value, more, "http://127.0.0.1:3000")).toBe("http://127.0.0.1:3000");
    expect(resolve(value, more)).toBe("https://Api.execute-api.eu-central-1.amazonaws.com");
  });

  test("says which reference, attribute or function it does not know", () => {
    expect(() => resolve({ Ref: "Nobody" })).toThrow("no resource Nobody");
    expect(() => resolve({ "Fn::GetAtt": ["R", "Colour"] }, { Resources: { R: TABLE } })).toThrow(
      "attribute Colour",
    );
    expect(() => resolve({ "Fn::ImportValue": "x" })).toThrow("Fn::ImportValue is not supported");
  });

  test("leaves out a resource whose condition does not hold", () => {
    const template = loadTemplate(
      {
        Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
        Resources: { Records: { ...TABLE, Condition: "Never" } },
      },
      PLACE,
    );
    expect(template.resources).toEqual([]);
  });

  test("finds the one resource of a type by the beginning of its id, and complains of none and of two", () => {
    const template = loadTemplate(
      { Resources: { RecordsA1: TABLE, RecordsB2: TABLE, KeysC3: TABLE } },
      PLACE,
    );
    expect(template.find("Keys", TABLE.Type).logicalId).toBe("KeysC3");
    expect(() => template.find("Records", TABLE.Type)).toThrow("found RecordsA1, RecordsB2");
    expect(() => template.find("Audit", TABLE.Type)).toThrow("found none");
  });
});
