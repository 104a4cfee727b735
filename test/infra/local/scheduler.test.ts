import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Scheduler } from "../../../infra/local/scheduler.ts";
import { loadTemplate } from "../../../infra/local/template.ts";
import { MachineRig } from "./machine-rig.ts";
import { RETRIES } from "./schedule-stack.ts";

const rig = new MachineRig();
beforeAll(() => rig.open());
afterAll(() => rig.end());
beforeEach(() => rig.stack.gateway.clear());

const night = new Date("2027-01-05T02:30:00.123Z");

async function started(): Promise<string[]> {
  const stateMachineArn = rig.arnOf("Mapped");
  const { executions = [] } = await rig.states.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions.map(({ executionArn = "" }) => executionArn);
}

const tries = () => rig.stack.gateway.calls.filter(({ action }) => action === "states:StartExecution");

describe("a schedule of EventBridge Scheduler", () => {
  it("starts its machine in its own role, and tells it the time at which it should have been", async () => {
    await rig.stack.runSchedule("Nightly", night);
    await rig.stack.executionsSettled();
    const [executionArn = ""] = await started();
    const { status, output } = await rig.look(executionArn);
    expect(status).toBe("SUCCEEDED");
    expect(JSON.parse(output ?? "")).toMatchObject({ id: "scheduled", at: "2027-01-05T02:30:00Z" });
    expect(tries()).toEqual([expect.objectContaining({ caller: expect.stringContaining("Nightly") })]);
  });

  it("tries again while Step Functions is away", async () => {
    const before = await started();
    rig.stack.gateway.inject({ action: "states:StartExecution", when: "before", times: RETRIES });
    await rig.stack.runSchedule("Nightly", night);
    expect(tries().map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(await started()).toHaveLength(before.length + 1);
  });

  it("leaves what did not start in the dead-letter queue, after as many tries as its policy says", async () => {
    const before = [await started(), rig.stack.deadLetters()] as const;
    rig.stack.gateway.inject({ action: "states:StartExecution", when: "before", times: 99 });
    await rig.stack.runSchedule("Nightly", night);
    expect(tries()).toHaveLength(1 + RETRIES);
    expect(await started()).toEqual(before[0]);
    expect(rig.stack.deadLetters().slice(before[1].length)).toEqual([
      expect.objectContaining({ input: expect.stringContaining("2027-01-05T02:30:00Z") }),
    ]);
  });

  it("may do what its role may, and does not try again what that forbids", async () => {
    const before = rig.stack.deadLetters();
    await rig.stack.runSchedule("Powerless", night);
    expect(tries()).toEqual([
      expect.objectContaining({ refusal: expect.stringContaining("states:StartExecution") }),
    ]);
    expect(rig.stack.deadLetters()).toHaveLength(before.length + 1);
  });

  it("is left alone by whoever fires the rules", async () => {
    await rig.stack.runSchedules();
    expect(tries()).toEqual([]);
  });
});

describe("the clock of the schedules", () => {
  const template = (properties: object) =>
    loadTemplate(
      {
        Resources: {
          Nightly: {
            Type: "AWS::Scheduler::Schedule",
            Properties: {
              ScheduleExpression: "cron(30 2 * * ? *)",
              ScheduleExpressionTimezone: "Europe/Berlin",
              Target: { Arn: "arn:aws:states:eu-central-1:0:stateMachine:Any", Input: "{}" },
              ...properties,
            },
          },
        },
      },
      { region: "eu-central-1", account: "000000000000" },
    );
  /** What it sends while the clock goes on for so long; nobody listens at this port. */
  async function firesWithin(milliseconds: number, properties: object = {}): Promise<number> {
    vi.useFakeTimers({ now: new Date("2027-01-05T01:28:30Z") });
    const asked = vi.fn(() => ({ accessKeyId: "any", secretAccessKey: "any" }));
    const scheduler = new Scheduler(
      template(properties),
      { url: "http://127.0.0.1:9", credentialsFor: asked },
      { add: () => {} },
    );
    vi.advanceTimersByTime(milliseconds);
    vi.useRealTimers();
    await scheduler.stop();
    return asked.mock.calls.length;
  }

  it.each([
    ["not before its minute", 80_000, {}, 0],
    ["once in its minute", 91_000, {}, 1],
    ["once a day", 86_400_000, {}, 1],
    ["never while it is disabled", 86_400_000, { State: "DISABLED" }, 0],
    ["as often as a rate says", 3_600_000, { ScheduleExpression: "rate(10 minutes)" }, 5],
  ])("fires %s", async (_, milliseconds, properties, times) => {
    expect(await firesWithin(milliseconds, properties)).toBe(times);
  });

  it("refuses a target that does not run on this machine", () => {
    const target = { Target: { Arn: "arn:aws:sqs:eu-central-1:0:queue" } };
    const gateway = { url: "", credentialsFor: () => ({ accessKeyId: "", secretAccessKey: "" }) };
    expect(() => new Scheduler(template(target), gateway, { add: () => {} })).toThrow("does not run");
  });
});
