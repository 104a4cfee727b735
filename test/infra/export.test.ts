import { describe, expect, it, test } from "vitest";
import { AGAIN, HANDED, missing, person, WAIT, WAIT_MISSING, WAIT_MORE, ways } from "./export-ways.ts";
import { assessed, run, runExport } from "./running-exports.ts";
import { approve, named } from "./running-machines.ts";
import { resource, resources, spelledOut } from "./template.ts";

const machine = resource("AWS::StepFunctions::StateMachine", "Export");
describe("the machine of the export", () => {
  it.each(Object.entries(ways))("where %s", async (_when, [answers, states]) => {
    const ran = await runExport(answers);
    expect(ran.states).toEqual(states);
    expect(ran.ended).toBe("succeeded");
  });

  it("tells the desk what it is about: the reason, what could not be read, or what failed", async () => {
    const { asked } = await runExport({
      "Assess what may be disclosed": [person],
      ...{ [WAIT]: [approve], [WAIT_MISSING]: [approve], [HANDED]: [approve] },
      "Collect, holder by holder": [missing],
      "Hand it over, with a letter": [named("CopyGone"), { stopped: false }],
    });
    expect(asked).toEqual([
      "there is a job application",
      "attachments, submissions: could not be read",
      "CopyGone",
    ]);
  });

  it("has what is looked at kept where it is about a disclosure, and nowhere else", async () => {
    const { payloads } = await runExport({
      "Assess what may be disclosed": [person],
      "Collect, holder by holder": [missing],
      [AGAIN]: [{ ...assessed, needs: "person", reason: "a record is flagged" }, assessed],
      ...{ [WAIT]: [approve], [WAIT_MISSING]: [approve], [WAIT_MORE]: [approve] },
    });
    const waits = (payloads as { step: string; reason?: string; disclosure?: boolean }[]).filter(
      ({ step }) => step === "await-person",
    );
    expect(waits.map(({ reason, disclosure }) => [reason, disclosure])).toEqual([
      ["there is a job application", true],
      ["attachments, submissions: could not be read", undefined],
      ["a record is flagged", true],
    ]);
  });

  it("asks for what was missing once more, and carries ids, flags and reasons only", async () => {
    const { payloads } = await runExport({
      "Collect, holder by holder": [{ ...missing, personal: "a letter" }],
      [WAIT_MISSING]: [approve],
    });
    expect(payloads).toContainEqual({ step: "collect", run: { ...run, again: true } });
    expect(JSON.stringify(payloads)).not.toContain("a letter");
    for (const payload of payloads) expect(JSON.stringify(payload).length).toBeLessThan(4096);
  });

  it("fails, and sets off the alarm, where what was cancelled cannot be thrown away", async () => {
    const { ended } = await runExport({
      "Assess what may be disclosed": [{ ...assessed, needs: "nothing" }],
      "Discard what was collected": [named("AccessDenied")],
      "Hand its end to a person, with the reason": [named("NothingToDecide")],
    });
    expect(ended).toBe("failed");
  });

  it("is Standard, and logs which state when but never what went through it", () => {
    expect(machine.Properties).toMatchObject({
      StateMachineType: "STANDARD",
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });

  it("leaves no failure without a state that deals with it, and tries again what passes", () => {
    const { States } = JSON.parse(spelledOut(machine.Properties.DefinitionString)) as {
      States: Record<string, { Type: string; Catch?: unknown; Retry?: { MaxAttempts: number }[] }>;
    };
    for (const [name, { Type, Catch, Retry }] of Object.entries(States)) {
      if (Type !== "Task") continue;
      expect(Catch, name).toBeDefined();
      expect(Retry?.[0]?.MaxAttempts, name).toBe(12);
    }
  });
});

test("an execution that fails or waits for ever sets off an alarm that says who is harmed", () => {
  const alarms = resources("AWS::CloudWatch::Alarm").filter(({ Properties }) =>
    JSON.stringify(Properties.Dimensions ?? "").includes(machine.id),
  );
  expect(alarms.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
    "ExecutionsFailed",
    "ExecutionsTimedOut",
  ]);
  for (const { Properties } of alarms)
    expect(Properties).toMatchObject({
      Threshold: 1,
      AlarmDescription: expect.stringMatching(/^A person who asked/),
    });
});
