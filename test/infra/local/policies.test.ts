import { describe, expect, test } from "vitest";
import { loadPolicies } from "../../../infra/local/policies.ts";
import { type AccessRequest, matches, type Statement } from "../../../infra/local/policy-statement.ts";
import { allow, type FixtureOptions, fixtureTemplate, functionId } from "./fixture-stack.ts";

const REQUEST: AccessRequest = {
  action: "dynamodb:PutItem",
  resources: ["arn:aws:dynamodb:eu-central-1:000000000000:table/Records"],
  context: {},
};

function decide(grant: FixtureOptions["grant"], request: (arnOf: (id: string) => string) => AccessRequest) {
  const template = fixtureTemplate(grant ? { grant } : {});
  const arnOf = (prefix: string) => {
    const found = template.resources.find((one) => one.logicalId.startsWith(prefix));
    return template.arnOf(found?.logicalId ?? "");
  };
  return loadPolicies(template).refusal(functionId(template, "Clerk"), request(arnOf));
}

describe("the roles of the template", () => {
  const put = (arnOf: (id: string) => string) => ({ ...REQUEST, resources: [arnOf("Records")] });

  test("allow what is granted", () => {
    expect(decide(({ clerk, table }) => table.grant(clerk, "dynamodb:PutItem"), put)).toBeUndefined();
  });

  test("refuse what is not granted, in the words of AWS", () => {
    expect(decide(({ clerk, table }) => table.grant(clerk, "dynamodb:GetItem"), put)).toMatch(
      /^User: arn:aws:sts::000000000000:assumed-role\/ClerkServiceRole\w+\/Clerk\w+ is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-central-1:000000000000:table\/Records\w+ because no identity-based policy allows the dynamodb:PutItem action$/,
    );
  });

  test("refuse what is granted on another resource", () => {
    const other = ["arn:aws:dynamodb:eu-central-1:000000000000:table/Other"];
    expect(decide(({ clerk }) => clerk.addToRolePolicy(allow(["dynamodb:*"], other)), put)).toMatch(
      /no identity-based/,
    );
  });

  test("let a denial win over any permission", () => {
    const refusal = decide(({ clerk, table }) => {
      table.grantFullAccess(clerk);
      const denial = allow(["dynamodb:Put*"], ["*"]);
      denial.effect = "Deny" as typeof denial.effect;
      clerk.addToRolePolicy(denial);
    }, put);
    expect(refusal).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  test("let a bucket's own policy deny what a role allows", () => {
    const refusal = decide(
      ({ clerk, bucket }) => bucket.grantRead(clerk),
      (arnOf) => ({
        action: "s3:GetObject",
        resources: [`${arnOf("Exports")}/a`],
        context: { "aws:securetransport": ["false"] },
      }),
    );
    expect(refusal).toMatch(/explicit deny in a resource-based policy$/);
  });

  describe("on a key", () => {
    const via =
      (service: string) =>
      (arnOf: (id: string) => string): AccessRequest => ({
        action: "kms:Decrypt",
        resources: [arnOf("Key")],
        context: { "kms:viaservice": service ? [`${service}.eu-central-1.amazonaws.com`] : [] },
      });

    test("take the permission that the key's own policy gives for reading a secret, and only for that", () => {
      const grant: FixtureOptions["grant"] = ({ clerk, secret }) => secret.grantRead(clerk);
      expect(decide(grant, via("secretsmanager"))).toBeUndefined();
      expect(decide(grant, via("dynamodb"))).toMatch(/no identity-based policy allows the kms:Decrypt/);
      expect(decide(grant, via(""))).toMatch(/kms:Decrypt/);
    });

    test("keep a condition on the service", () => {
      const grant: FixtureOptions["grant"] = ({ clerk, key }) =>
        clerk.addToRolePolicy(
          allow(["kms:Decrypt"], [key.keyArn], {
            StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" },
          }),
        );
      expect(decide(grant, via("dynamodb"))).toBeUndefined();
      expect(decide(grant, via("s3"))).toMatch(/kms:Decrypt/);
    });
  });
});

test("a template with a condition nobody understands is not loaded", () => {
  const template = fixtureTemplate({
    grant: ({ clerk }) =>
      clerk.addToRolePolicy(allow(["s3:GetObject"], ["*"], { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
  });
  expect(() => loadPolicies(template)).toThrow("IpAddress");
});

describe("a statement", () => {
  const meets = (parts: Partial<Statement>, context: AccessRequest["context"] = {}) =>
    matches(
      { Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*", ...parts },
      { ...REQUEST, context },
    );

  test.each([
    ["dynamodb:*", true],
    ["dynamodb:Put*", true],
    ["DynamoDB:putitem", true],
    ["dynamodb:PutIte?", true],
    ["dynamodb:PutIte", false],
    ["s3:*", false],
  ])("with the action %s speaks of PutItem: %s", (Action, expected) =>
    expect(meets({ Action })).toBe(expected),
  );

  test.each([
    ["arn:aws:dynamodb:*:*:table/Records", true],
    ["arn:aws:dynamodb:eu-central-1:000000000000:table/Records/index/*", false],
    ["arn:aws:dynamodb:eu-central-1:000000000000:table/Rec.rds", false],
  ])("with the resource %s speaks of the table: %s", (Resource, expected) =>
    expect(meets({ Resource })).toBe(expected),
  );

  test.each([
    ["StringEquals", "outbox", ["outbox"], true],
    ["StringEquals", "outbox", ["subject"], false],
    ["StringEquals", "outbox", undefined, false],
    ["StringEqualsIfExists", "outbox", undefined, true],
    ["StringLike", "subject#*", ["subject#1"], true],
    ["StringNotEquals", "outbox", undefined, true],
    ["StringNotEquals", "outbox", ["outbox"], false],
    ["ForAllValues:StringLike", "subject#*", ["subject#1", "outbox"], false],
    ["ForAllValues:StringLike", "subject#*", ["subject#1", "subject#2"], true],
    ["ForAllValues:StringLike", "subject#*", undefined, true],
    ["ForAnyValue:StringLike", "subject#*", ["outbox", "subject#2"], true],
    ["ForAnyValue:StringLike", "subject#*", undefined, false],
    ["Null", "true", undefined, true],
    ["Null", "true", ["x"], false],
  ])("with the condition %s %s holds for %s: %s", (operator, wanted, actual, expected) => {
    const Condition = { [operator]: { "dynamodb:LeadingKeys": wanted } };
    expect(meets({ Condition }, actual ? { "dynamodb:leadingkeys": actual } : {})).toBe(expected);
  });

  test("with a condition nobody understands stops the request instead of letting it pass", () => {
    expect(() => meets({ Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01" } } })).toThrow(
      "DateLessThan",
    );
  });
});
