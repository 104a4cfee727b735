import { describe, expect, test } from "vitest";
import { resources as ofType, resource, type Statement, spelledOut, statements } from "./template.ts";

const all = statements();

/** `StoresRecordsE2AEA79E.Arn` → `Records`; what the CDK appends to logical ids is left out. */
const plain = (name: string) =>
  name
    .replace(/^(Stores|Intake|Outbox|Verification|Download)?(\w+?)[0-9A-F]{8}(\.\w+)?/, "$2$3")
    .replace(".Arn", "");

/** `dynamodb:GetItem Records`, one per action and resource. */
const spelled = (statement: Statement) =>
  statement.actions.flatMap((action) => statement.resources.map((name) => `${action} ${plain(name)}`));

const of = (name: string) =>
  all
    .filter(({ role }) => role.startsWith(`${name}FunctionRole`))
    .flatMap(spelled)
    .filter((line) => !line.startsWith("kms:"))
    .sort();

test("no statement allows every action of anything", () => {
  expect(all.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
});

/** What cannot be named one by one, and why. */
const WIDE: readonly (readonly [allowed: RegExp, because: string])[] = [
  [/^s3:(Put|Delete)Object Attachments\/\*$/, "an object per attached file"],
  [/^s3:GetObject Attachments\/\*$/, "a file per attached file, for the copy of them"],
  [/^s3:(Put|Get|Delete)Object Exports\/\*$/, "an object per export"],
  [/^s3:AbortMultipartUpload Exports\/\*$/, "an upload per export"],
  [/^s3:(Put|Get)Object EvidenceLedger\/\*$/, "an object per erasure"],
  [/^lambda:InvokeFunction \w+:\*$/, "every version of one function, for its state machine"],
  [/^logs:\w*(LogDeliver|ResourcePolic|LogGroups)\w* \*$/, "Step Functions' logging knows no resources"],
  [/^states:DescribeExecution .*:replay-\*$/, "executions that are yet to be named"],
  [/^ses:SendRawEmail .*:configuration-set\/\*$/, "the sender's own set in SES, by a name we are not told"],
];

test("no statement reaches what it could name", () => {
  const wide = all.flatMap(spelled).filter((line) => line.includes("*"));

  expect(wide.filter((line) => !WIDE.some(([allowed]) => allowed.test(line)))).toEqual([]);
});

/** The whole of what each function may do. Whoever adds a line here says why in infra/stores.ts. */
describe("each function may do this and nothing else:", () => {
  const redeems = ["ConditionCheckItem", "GetItem", "PutItem", "UpdateItem"].map(
    (a) => `dynamodb:${a} Records`,
  );
  const fleeting = ["GetItem", "PutItem", "UpdateItem"].map((a) => `dynamodb:${a} Fleeting`);
  const follows = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
  const basics = [
    "logs:CreateLogStream FunctionLog",
    "logs:PutLogEvents FunctionLog",
    "secretsmanager:GetSecretValue VaultKey",
  ];

  test("Intake writes what arrives, and reads no record and no file", () => {
    expect(of("Intake")).toEqual(
      [
        ...basics,
        ...fleeting,
        "dynamodb:ConditionCheckItem Records",
        "dynamodb:GetItem Keys",
        "dynamodb:PutItem Audit",
        "dynamodb:PutItem Records",
        "dynamodb:UpdateItem Keys",
        "s3:DeleteObject Attachments/*",
        "s3:PutObject Attachments/*",
      ].sort(),
    );
  });

  test("Outbox reads what a letter is about, and sends from one address", () => {
    const [ses] = all.filter(({ actions }) => actions.some((action) => action.startsWith("ses:")));

    expect(of("Outbox").filter((line) => !/^(ses|sqs|states):/.test(line))).toEqual(
      [
        ...basics,
        ...fleeting,
        ...["ConditionCheckItem", "DeleteItem", "GetItem", "UpdateItem"].map(
          (action) => `dynamodb:${action} Records`,
        ),
        ...follows.map((action) => `dynamodb:${action} Records.StreamArn`),
        "dynamodb:GetItem Keys",
        "dynamodb:Query Records/index/waiting",
      ].sort(),
    );
    expect(ses).toMatchObject({
      actions: ["ses:SendRawEmail"],
      conditions: { StringEquals: { "ses:FromAddress": "privacy@zepp.com" } },
    });
  });

  test("Verification confirms records, and holds no person's key", () => {
    expect(of("Verification")).toEqual([...basics, ...redeems, ...fleeting, "dynamodb:PutItem Audit"].sort());
  });

  test("Download hands out copies, and holds no person's key", () => {
    expect(of("Download")).toEqual(
      [
        ...basics,
        ...[...redeems, "dynamodb:Query Records"],
        ...["GetItem", "UpdateItem"].map((action) => `dynamodb:${action} Fleeting`),
        "dynamodb:PutItem Audit",
        "s3:DeleteObject Exports/*",
        "s3:GetObject Exports/*",
        "s3:ListBucket Exports",
      ].sort(),
    );
  });
});

test("letters go through the configuration set too that SES may have for the sender's identity", () => {
  const senders = all.filter(({ actions }) => actions.some((action) => action.startsWith("ses:")));

  expect(senders).toHaveLength(2);
  for (const { resources } of senders)
    expect(resources.map((name) => name.split(":").at(-1))).toEqual([
      "identity/privacy@zepp.com",
      "identity/zepp.com",
      "configuration-set/*",
    ]);
});

test("nobody changes what is in the audit chain or in the ledger, and one function removes chains whose time is over", () => {
  const lines = all.flatMap(spelled);

  expect(lines.filter((line) => /(Update|BatchWrite)Item Audit/.test(line))).toEqual([]);
  expect(
    all.filter((one) => spelled(one).includes("dynamodb:DeleteItem Audit")).map(({ role }) => role),
  ).toEqual([expect.stringMatching(/^RetentionDropChainsRole/)]);
  expect(
    lines.filter((line) => /Ledger/.test(line) && !/^s3:(Put|Get)Object |^s3:ListBucket /.test(line)),
  ).toEqual([]);
});

test("nobody who writes records reads an attached file, but the desk: the staff has to look, and that it did is written down", () => {
  const roles = (pattern: RegExp) =>
    new Set(all.filter((one) => spelled(one).some((line) => pattern.test(line))).map(({ role }) => role));
  const readers = roles(/^s3:GetObject Attachments/);

  expect([...readers].sort()).toEqual([
    expect.stringMatching(/^DeskFunctionRole/),
    expect.stringMatching(/^ExportMakeRole/),
  ]);
  const writers = roles(/(Put|Update|Delete)Item Records/);
  expect([...readers].filter((role) => writers.has(role) && !role.startsWith("Desk"))).toEqual([]);
});

test("the key is used through the services that hold the data, never called directly", () => {
  const direct = all.filter(
    ({ actions, conditions, resources }) =>
      actions.some((action) => action.startsWith("kms:")) &&
      // It signs receipts and encrypts nothing.
      !resources.some((name) => name.includes("ReceiptKey")) &&
      !JSON.stringify(conditions ?? {}).includes("kms:ViaService"),
  );

  expect(direct).toEqual([]);
});

test("each function has a role of its own that no one else may take, without managed policies", () => {
  const functions = ofType("AWS::Lambda::Function");
  const roles = functions.map(({ Properties }) => spelledOut(Properties.Role));

  expect(new Set(roles).size).toBe(functions.length);
  for (const { Properties } of ofType("AWS::IAM::Role")) {
    expect(Properties.ManagedPolicyArns).toBeUndefined();
    expect(Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Action: "sts:AssumeRole",
          Principal: { Service: expect.stringMatching(/^(lambda|states|scheduler)\.amazonaws\.com$/) },
        },
      ],
    });
  }
});

test("functions are called by the API, the schedule and the stream only", () => {
  const callers = ofType("AWS::Lambda::Permission").map(({ Properties }) => Properties.Principal);

  expect([...new Set(callers)].sort()).toEqual(["apigateway.amazonaws.com", "events.amazonaws.com"]);
});

test("one account's administrators hold the key, and nobody else", () => {
  const { Statement } = resource("AWS::KMS::Key", "StoresKey").Properties.KeyPolicy as {
    Statement: { Principal: unknown }[];
  };

  expect(JSON.stringify(Statement.map(({ Principal }) => Principal))).not.toContain('"*"');
});
