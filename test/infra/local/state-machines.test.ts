import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MachineRig } from "./machine-rig.ts";

const rig = new MachineRig();
beforeAll(() => rig.open());
afterAll(() => rig.end());
beforeEach(() => rig.stack.gateway.clear());

describe("a state machine of the template", () => {
  it("goes from state to state, round after round, until nothing is left", async () => {
    const { status, output = "", executionArn } = await rig.run("Work", "loop", { pages: 3 });
    expect([status, JSON.parse(output)]).toEqual(["SUCCEEDED", { id: "loop", pages: 3 }]);
    const visited = await rig.history(executionArn);
    expect(visited.filter((name) => name === "One page")).toHaveLength(3);
    expect(visited).toContain("Done");
    expect(visited.at(-1)).toBe("ExecutionSucceeded");
  });

  it("tries again what failed with an error that it names, no oftener than it says", async () => {
    expect((await rig.run("Work", "twice", { fails: 2 })).status).toBe("SUCCEEDED");
    expect(rig.steps("twice", "begin")).toHaveLength(3);
    const { status, error, cause = "" } = await rig.run("Work", "thrice", { fails: 3 });
    expect([status, error]).toEqual(["FAILED", "TryAgain"]);
    expect(JSON.parse(cause)).toMatchObject({ errorType: "TryAgain", errorMessage: "once more" });
  });

  it("catches an error by its name, with what the function said", async () => {
    const { status, output = "" } = await rig.run("Refusal", "by-name");
    const { failure } = JSON.parse(output);
    expect([status, failure.Error]).toEqual(["SUCCEEDED", "NotForUs"]);
    expect(JSON.parse(failure.Cause).errorMessage).toBe("not by-name");
  });

  it("waits as long as the template says, and no retry pause is as long on this machine", async () => {
    const until = Date.now() + 1_200;
    const { stopDate } = await rig.run("Work", "wait", { until: new Date(until).toISOString(), fails: 1 });
    expect(stopDate?.getTime()).toBeGreaterThanOrEqual(until);
    expect(stopDate?.getTime()).toBeLessThan(until + 2_000);
  });

  it("waits for months without ending at once", async () => {
    const executionArn = await rig.start("Patient", "months");
    await rig.stack.executionsSettled();
    expect((await rig.look(executionArn)).status).toBe("RUNNING");
    expect(await rig.history(executionArn)).toEqual(["ExecutionStarted", "Two months"]);
  });

  it("takes a task that is late for States.Timeout, which States.TaskFailed is not", async () => {
    expect(await rig.history((await rig.run("Hasty", "late")).executionArn)).toEqual([
      "ExecutionStarted",
      "Too slow",
      "TaskTimedOut",
      "TaskStateExited",
      "Too late",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("ends as a whole when its own time is over", async () => {
    const executionArn = await rig.start("Short", "over");
    await expect
      .poll(() => rig.look(executionArn), { timeout: 5_000 })
      .toMatchObject({
        status: "TIMED_OUT",
        error: "States.Timeout",
      });
  });

  it("calls only what its own role allows", async () => {
    const { status, error, cause } = await rig.run("Forbidden", "no-role");
    expect([status, error]).toEqual(["FAILED", "Lambda.AWSLambdaException"]);
    expect(cause).toMatch(
      /assumed-role\/ForbiddenRole\w+\/Forbidden\w+ is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:\S+:function:Step\w+ because no identity-based policy allows/,
    );
  });

  it("feels the faults of its calls under the names of AWS", async () => {
    rig.stack.gateway.inject({ caller: "Work", action: "lambda:Invoke", when: "before", times: 1 });
    expect((await rig.run("Work", "unavailable")).status).toBe("SUCCEEDED");
    rig.stack.gateway.inject({ caller: "Work", action: "lambda:Invoke", when: "after", times: 1 });
    expect((await rig.run("Work", "cut")).error).toBe("Lambda.SdkClientException");
  });

  it("logs which state when, and nothing of what went through it", async () => {
    await rig.run("Work", "logged", { secret: "a person's text" });
    const log = readFileSync(`${rig.data}/logs/${rig.arnOf("Work").split(":").at(-1)}.log`, "utf8");
    expect(log).toContain('"execution":"logged","type":"TaskStateEntered","state":"Begin"');
    expect(log).not.toContain("a person's text");
  });
});
