import { describe, expect, it, test } from "vitest";
import { assessed, run, runErasure } from "./running-erasures.ts";
import { type Answers, approve, named } from "./running-machines.ts";
import { resource, resources, spelledOut } from "./template.ts";

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
}
interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Catch?: unknown;
  readonly Retry?: readonly Retrier[];
}

const statesOf = (prefix: string) => {
  const { Properties } = resource("AWS::StepFunctions::StateMachine", prefix);
  const { States } = JSON.parse(spelledOut(Properties.DefinitionString)) as { States: Record<string, State> };
  return States;
};
const states = statesOf("Erasure");

const ASSESS = "Assess what may be erased";
const AGAIN = "Assess once more, now that the time is over";
const WAIT = "Wait for a person to decide";
const WITHDRAW = "Withdraw the copies made for them";
const BEGIN = "Begin, unless it was cancelled";
const ERASE = "Erase, holder by holder";
const PROVE = "Prove that it is gone";
const TELL = "Tell the person";
const CONCLUDE = "Conclude the request";
const HAND_OVER = "Hand it to a person, with the reason";

describe("the machine of the erasure", () => {
  it("erases, proves, tells and concludes where nothing stands against it", async () => {
    const ran = await runErasure({});
    expect(ran.states).toEqual([ASSESS, WITHDRAW, AGAIN, BEGIN, ERASE, PROVE, TELL, CONCLUDE]);
    expect(ran.ended).toBe("succeeded");
  });

  const person = { ...assessed, needs: "person", reason: "there is a job application" };
  const nothing = { ...assessed, needs: "nothing" };
  const refuse = { decision: "refuse" };
  const rest = [BEGIN, ERASE, PROVE, TELL, CONCLUDE];

  const ways: Readonly<Record<string, readonly [answers: Answers, states: readonly string[]]>> = {
    "a person agrees before it cools off": [
      { [ASSESS]: [person], [WAIT]: [approve] },
      [ASSESS, WITHDRAW, WAIT, AGAIN, ...rest],
    ],
    "something comes while it cools off: a person looks at that before anything is erased": [
      { [AGAIN]: [person, assessed], [WAIT]: [approve] },
      [ASSESS, WITHDRAW, AGAIN, WAIT, AGAIN, ...rest],
    ],
    "something comes while it cools off, and a person refuses": [
      { [AGAIN]: [person], [WAIT]: [refuse] },
      [ASSESS, WITHDRAW, AGAIN, WAIT, TELL, CONCLUDE],
    ],
    "it is cancelled while it cools off": [{ [AGAIN]: [nothing] }, [ASSESS, WITHDRAW, AGAIN]],
    "assessing once more fails: another try has agreed to nothing": [
      { [AGAIN]: [named("SealBroken"), person, assessed], [HAND_OVER]: [approve], [WAIT]: [approve] },
      [ASSESS, WITHDRAW, AGAIN, HAND_OVER, AGAIN, WAIT, AGAIN, ...rest],
    ],
    "the first assessment fails, and is made again": [
      { [ASSESS]: [named("ChildUnknown"), assessed], [HAND_OVER]: [approve] },
      [ASSESS, HAND_OVER, ASSESS, WITHDRAW, AGAIN, ...rest],
    ],
    "something is left that nothing keeps any more: it is gone through once more": [
      { [PROVE]: [{ ...run, onceMore: true }, run] },
      [ASSESS, WITHDRAW, AGAIN, BEGIN, ERASE, PROVE, ERASE, PROVE, TELL, CONCLUDE],
    ],
    "the end fails once the letter is out: only the end is made again, whatever a person says": [
      {
        [TELL]: [{ ...run, told: "sent" }],
        [CONCLUDE]: [named("AccessDenied"), named("AccessDenied"), run],
        [HAND_OVER]: [approve, refuse],
      },
      [ASSESS, WITHDRAW, AGAIN, ...rest, HAND_OVER, CONCLUDE, HAND_OVER, CONCLUDE],
    ],
    "a later step fails and is tried once more": [
      { [PROVE]: [named("ProofFailed"), run], [HAND_OVER]: [approve] },
      [ASSESS, WITHDRAW, AGAIN, BEGIN, ERASE, PROVE, HAND_OVER, AGAIN, ...rest],
    ],
  };

  it.each(Object.entries(ways))("where %s", async (_when, [answers, expected]) => {
    const ran = await runErasure(answers);
    expect(ran.states).toEqual(expected);
    expect(ran.ended).toBe("succeeded");
  });

  it("asks a holder that wants time again when it says, and not before", async () => {
    const next = { holder: "processors", from: "mail" };
    const later = "2026-11-22T13:00:00Z";
    const ran = await runErasure({
      [ERASE]: [{ ...run, next }, { ...run, next, later }, { ...run, next, later }, run],
    });
    expect(ran.states).toEqual([
      ASSESS,
      WITHDRAW,
      AGAIN,
      BEGIN,
      ERASE,
      ERASE,
      ERASE,
      ERASE,
      PROVE,
      TELL,
      CONCLUDE,
    ]);
    expect(ran.waits.filter(([, until]) => until === later)).toHaveLength(2);
  });

  it.each(["Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError", "States.Timeout"])(
    "tries a step that died of %s again, and hands one to a person that dies every time",
    async (name) => {
      const died = named(name);
      const once = await runErasure({ [ERASE]: [died, run] });
      expect(once.states).not.toContain(HAND_OVER);
      expect(once.ended).toBe("succeeded");

      const always = await runErasure({ [PROVE]: [died], [HAND_OVER]: [{ decision: "cancelled" }] });
      expect(always.asked).toEqual([name]);
      expect(always.states.filter((state) => state === PROVE)).toHaveLength(4);
    },
  );

  it("leaves the steps that walk through everything the time of a whole invocation", () => {
    for (const name of [WITHDRAW, BEGIN, ERASE, PROVE]) expect(states[name]?.TimeoutSeconds, name).toBe(960);
  });
});

test.each(["Erasure", "Export", "Choices", "Retention"])(
  "no question of the machine of the %s is asked again because nobody has answered it in time",
  (prefix) => {
    const questions = Object.entries(statesOf(prefix)).filter(([, { Resource }]) =>
      Resource?.endsWith("waitForTaskToken"),
    );
    expect(questions.length).toBeGreaterThan(0);
    for (const [name, { Retry }] of questions)
      expect(
        Retry?.flatMap(({ ErrorEquals }) => ErrorEquals),
        name,
      ).not.toContain("States.Timeout");
  },
);

test("an erasure that fails or waits for ever sets off an alarm that says who is harmed", () => {
  const { id } = resource("AWS::StepFunctions::StateMachine", "Erasure");
  const alarms = resources("AWS::CloudWatch::Alarm").filter(({ Properties }) =>
    JSON.stringify(Properties.Dimensions ?? "").includes(id),
  );
  expect(alarms.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
    "ExecutionsFailed",
    "ExecutionsTimedOut",
  ]);
});
