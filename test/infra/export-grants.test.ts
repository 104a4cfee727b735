import { expect, test } from "vitest";
import { resource, statements } from "./template.ts";

const machine = resource("AWS::StepFunctions::StateMachine", "Export");

test("only the outbox starts it; the outbox and the desk wake it", () => {
  const may = (action: string) =>
    statements()
      .filter(({ actions, resources: on }) => actions.includes(action) && on.includes(machine.id))
      .map(({ role }) => role.replace(/FunctionRole.*/, ""))
      .sort();
  expect(may("states:StartExecution")).toEqual(["Outbox"]);
  expect(may("states:SendTaskSuccess")).toEqual(["Desk", "Outbox"]);
});

test("what sends a copy on reads that and the request, writes what became of it, and no more", () => {
  const may = statements()
    .filter(({ role }) => role.startsWith("ExportSend"))
    .flatMap(({ actions, resources: on }) =>
      on.flatMap((name) => actions.map((action) => `${action} ${name}`)),
    )
    .filter((line) => /^(dynamodb|s3|ses|states|lambda):/.test(line))
    .map((line) => line.replace(/[0-9A-F]{8}/, ""))
    .sort();
  expect(may).toEqual([
    "dynamodb:GetItem StoresKeys.Arn",
    "dynamodb:GetItem StoresRecords.Arn",
    "dynamodb:PutItem StoresAudit.Arn",
    "dynamodb:UpdateItem StoresRecords.Arn",
    "s3:GetObject StoresExports.Arn/*",
  ]);
});
