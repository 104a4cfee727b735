import { describe, expect, it, test } from "vitest";
import { assessed, run, runExport, usual } from "./running-exports.ts";
import { type Answers, approve, named } from "./running-machines.ts";
import { resource, resources, spelledOut } from "./template.ts";

const machine = resource("AWS::StepFunctions::StateMachine", "Export");
const missing = { more: false, incomplete: true, unread: "attachments, submissions" };

const BEGIN = ["Assess what may be disclosed", "Collect, holder by holder"];
const END = ["Seal the bundle", "Hand it over, with a letter"];
const DISCARD = ["Discard what was collected", "Tell the person", "Conclude the request"];
const WAIT = "Wait for a person to decide";
const WAIT_MISSING = "Wait for a person about what is missing";
const HANDED = "Hand it to a person, with the reason";
const person = { ...assessed, needs: "person", reason: "there is a job application" };

const ways: Readonly<Record<string, readonly [answers: Answers, states: readonly string[]]>> = {
  "nothing stands against it": [{}, [...BEGIN, ...END]],
  "there is more than one call can do": [
    {
      "Collect, holder by holder": [{ more: true }, { more: true }, usual["Collect, holder by holder"]?.[0]],
      "Seal the bundle": [{ more: true }, { more: false }],
    },
    [...BEGIN, BEGIN[1], BEGIN[1], "Seal the bundle", ...END] as string[],
  ],
  "it also goes to another controller": [
    { "Assess what may be disclosed": [{ ...assessed, sends: true }] },
    [...BEGIN, "Seal the bundle", "Send it to the controller they named", "Hand it over, with a letter"],
  ],
  "a person agrees": [
    { "Assess what may be disclosed": [person], [WAIT]: [approve] },
    [BEGIN[0], WAIT, BEGIN[1], ...END] as string[],
  ],
  "a person refuses": [
    { "Assess what may be disclosed": [person], [WAIT]: [{ decision: "refuse" }] },
    [BEGIN[0], WAIT, ...DISCARD] as string[],
  ],
  "it is cancelled while it waits": [
    { "Assess what may be disclosed": [person], [WAIT]: [named("NothingToDecide")] },
    [BEGIN[0], WAIT, ...DISCARD] as string[],
  ],
  "it is cancelled before it is assessed": [
    { "Assess what may be disclosed": [{ ...assessed, needs: "nothing" }] },
    [BEGIN[0], ...DISCARD] as string[],
  ],
  "it is cancelled while it is collected": [
    {
      "Assess what may be disclosed": [assessed, { ...assessed, needs: "nothing" }],
      "Collect, holder by holder": [{ more: false, stopped: true }],
    },
    [...BEGIN, BEGIN[0], ...DISCARD] as string[],
  ],
  "it is cancelled right before the hand-over": [
    { "Hand it over, with a letter": [{ stopped: true }] },
    [...BEGIN, ...END, ...DISCARD],
  ],
  "something is missing: the desk looks once, and no more": [
    { "Collect, holder by holder": [missing], [WAIT_MISSING]: [approve] },
    [...BEGIN, WAIT_MISSING, "Collect again what was missing", ...END],
  ],
  "something is missing, and it is refused for that": [
    { "Collect, holder by holder": [missing], [WAIT_MISSING]: [{ decision: "refuse" }] },
    [...BEGIN, WAIT_MISSING, ...DISCARD],
  ],
  "a step fails and is tried once more": [
    { "Seal the bundle": [named("SealBroken"), { more: false }], [HANDED]: [approve] },
    [...BEGIN, "Seal the bundle", HANDED, BEGIN[1], ...END] as string[],
  ],
  "assessing fails: who has another try has not agreed to a disclosure": [
    { "Assess what may be disclosed": [named("SealBroken"), person], [HANDED]: [approve], [WAIT]: [approve] },
    [BEGIN[0], HANDED, BEGIN[0], WAIT, BEGIN[1], ...END] as string[],
  ],
  "the end of a refusal fails once its letter is out: only the end is made again": [
    {
      "Assess what may be disclosed": [person],
      [WAIT]: [{ decision: "refuse" }],
      "Conclude the request": [named("AccessDenied"), {}],
      "Hand its end to a person, with the reason": [approve],
    },
    [
      ...[BEGIN[0], WAIT, ...DISCARD],
      ...["Hand its end to a person, with the reason", "Conclude the request"],
    ] as string[],
  ],
  "the refusal cannot be told at first": [
    {
      "Assess what may be disclosed": [person],
      [WAIT]: [{ decision: "refuse" }],
      "Tell the person": [named("SealBroken"), { ...run, told: "sent" }],
      "Hand its end to a person, with the reason": [{ decision: "refuse" }],
    },
    [
      BEGIN[0],
      WAIT,
      ...DISCARD.slice(0, 2),
      "Hand its end to a person, with the reason",
      ...DISCARD,
    ] as string[],
  ],
};

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

  it("asks for what was missing once more, and carries ids, flags and reasons only", async () => {
    const { payloads } = await runExport({
      "Collect, holder by holder": [{ ...missing, personal: "a letter" }],
      [WAIT_MISSING]: [approve],
    });
    expect(payloads).toContainEqual({ step: "collect", run: { ...run, again: true } });
    expect(JSON.stringify(payloads)).not.toContain("a letter");
    for (const payload of payloads) expect(JSON.stringify(payload).length).toBeLessThan(4096);
  });

  it("says at its end what became of the letter", async () => {
    const { payloads } = await runExport({
      "Assess what may be disclosed": [{ ...assessed, needs: "nothing" }],
    });
    expect(payloads.at(-1)).toEqual({ step: "conclude", run: { ...run, told: "sent" } });
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
