import {
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MachineRig } from "./machine-rig.ts";

const rig = new MachineRig();
beforeAll(() => rig.open());
afterAll(() => rig.end());

describe("a task that waits for a person", () => {
  it("goes on with the answer to its token, once", async () => {
    const executionArn = await rig.start("Work", "answered", { person: true });
    await rig.stack.executionsSettled();
    expect((await rig.look(executionArn)).status).toBe("RUNNING");
    const [taskToken] = rig.tokensOf("answered");
    const answer = new SendTaskSuccessCommand({ taskToken, output: '{"decision":"approve"}' });
    await rig.states.send(answer);
    await rig.stack.executionsSettled();
    expect(JSON.parse((await rig.look(executionArn)).output ?? "").decided).toEqual({ decision: "approve" });
    await expect(rig.states.send(answer)).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  it("fails as the person says", async () => {
    const executionArn = await rig.start("Work", "refused", { person: true });
    await rig.stack.executionsSettled();
    const [taskToken] = rig.tokensOf("refused");
    await rig.states.send(new SendTaskFailureCommand({ taskToken, error: "Refused", cause: "no" }));
    await rig.stack.executionsSettled();
    expect(await rig.look(executionArn)).toMatchObject({ status: "FAILED", error: "Refused", cause: "no" });
  });

  it("knows no token that it did not give", async () => {
    const taskToken = Buffer.from('["WorkMachine","answered","guess"]').toString("base64url");
    for (const [token, name] of [
      ["nonsense", "InvalidToken"],
      [taskToken, "TaskDoesNotExist"],
    ]) {
      const answer = rig.states.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
      await expect(answer).rejects.toMatchObject({ name });
    }
  });
});

describe("an execution's name", () => {
  it("belongs to one input while it runs, and to nobody after it ended", async () => {
    const executionArn = await rig.start("Patient", "named");
    expect(await rig.start("Patient", "named")).toBe(executionArn);
    await expect(rig.start("Patient", "named", { other: 1 })).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
    await rig.states.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "a test" }));
    expect(await rig.look(executionArn)).toMatchObject({ status: "ABORTED", error: "Enough" });
    await expect(rig.start("Patient", "named")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it("is refused when AWS would refuse it, as is an input that is no JSON", async () => {
    for (const name of ["a b", "a/b", "a".repeat(81)]) {
      await expect(rig.start("Work", name)).rejects.toMatchObject({ name: "InvalidName" });
    }
    const broken = new StartExecutionCommand({ stateMachineArn: rig.arnOf("Work"), input: "{" });
    await expect(rig.states.send(broken)).rejects.toMatchObject({ name: "InvalidExecutionInput" });
    const missing = new StartExecutionCommand({ stateMachineArn: `${rig.arnOf("Work")}x` });
    await expect(rig.states.send(missing)).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  });

  it("is nothing that a function without the permission may take", async () => {
    const caller = rig.stack.template.find("Caller", "AWS::Lambda::Function").logicalId;
    const denied = rig
      .clientAs(caller)
      .send(new StartExecutionCommand({ stateMachineArn: rig.arnOf("Work") }));
    await expect(denied).rejects.toThrow(
      `is not authorized to perform: states:StartExecution on resource: ${rig.arnOf("Work")}`,
    );
    expect(rig.stack.gateway.calls.at(-1)).toMatchObject({ action: "states:StartExecution", status: 400 });
  });
});

describe("a restart", () => {
  it.each(["stop", "crash"] as const)("after a %s begins again what was running", async (how) => {
    const name = `restarted-${how}`;
    const executionArn = await rig.start("Work", name, { person: true });
    await rig.stack.executionsSettled();
    const [stale] = rig.tokensOf(name);
    const before = await rig.look(executionArn);
    await rig.stack[how]();
    await rig.open();
    await rig.stack.executionsSettled();
    expect(await rig.look(executionArn)).toMatchObject({ status: "RUNNING", startDate: before.startDate });
    const late = rig.states.send(new SendTaskSuccessCommand({ taskToken: stale, output: "{}" }));
    await expect(late).rejects.toMatchObject({ name: "TaskTimedOut" });
    const [taskToken] = rig.tokensOf(name);
    await rig.states.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
    await rig.stack.executionsSettled();
    expect((await rig.look(executionArn)).status).toBe("SUCCEEDED");
  });

  it("leaves what had ended as it was", async () => {
    const list = async () => {
      const command = new ListExecutionsCommand({
        stateMachineArn: rig.arnOf("Work"),
        statusFilter: "FAILED",
      });
      return (await rig.states.send(command)).executions?.map(({ name }) => name);
    };
    await rig.run("Work", "ended", { fails: 3 });
    const before = [await list(), rig.stack.executions()];
    expect(before[0]).toEqual(["ended", "refused"]);
    await rig.stack.stop();
    await rig.open();
    expect([await list(), rig.stack.executions()]).toEqual(before);
    await expect(rig.start("Work", "ended", { fails: 3 })).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
  });
});
