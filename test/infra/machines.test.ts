import { describe, expect, test } from "vitest";
import { resource, resources, spelledOut } from "./template.ts";

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: { readonly FunctionName?: string };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: Flow;
}
interface Flow {
  readonly States: Readonly<Record<string, State>>;
}

const tasksIn = ({ States }: Flow): (State & { readonly name: string })[] =>
  Object.entries(States).flatMap(([name, state]) => [
    ...(state.Type === "Task" ? [{ name, ...state }] : []),
    ...(state.ItemProcessor === undefined ? [] : tasksIn(state.ItemProcessor)),
  ]);

const machines = resources("AWS::StepFunctions::StateMachine").map(({ id, Properties }) => {
  const definition: Flow & { readonly TimeoutSeconds: number } = JSON.parse(
    spelledOut(Properties.DefinitionString),
  );
  return { id, limit: definition.TimeoutSeconds, tasks: tasksIn(definition) };
});

/** The function that a state calls, by its logical id. */
const functionOf = ({ Resource = "", Parameters }: State) =>
  (Parameters?.FunctionName ?? Resource).replace(".Arn", "");
const waits = ({ Resource = "" }: State) => Resource.endsWith(".waitForTaskToken");

describe.each(machines)("the machine $id", ({ tasks }) => {
  const called = tasks.filter((task) => !waits(task));

  test("waits for a function longer than it may run, so that no two of one step run at once", () => {
    for (const task of called) {
      const { Timeout } = resource("AWS::Lambda::Function", functionOf(task)).Properties;
      expect(task.TimeoutSeconds, task.name).toBeGreaterThan(Number(Timeout));
    }
  });

  test("tries again what passes by itself, by all the names that our functions have for it", () => {
    expect(tasks.length).toBeGreaterThan(3);
    for (const { name, Retry = [] } of tasks)
      expect(
        Retry.flatMap(({ ErrorEquals }) => ErrorEquals),
        name,
      ).toEqual(
        expect.arrayContaining(["TryAgain", "MailUnavailable", "ErasureRunning", "HolderUnavailable"]),
      );
  });
});

/** The night's own patience is a week: the nights that follow ask anew. */
const ofRequests = machines.filter(({ id }) => !id.startsWith("Retention"));

test.each(ofRequests)("the machine $id waits for a person longer than any law waits for us", (machine) => {
  // 45 days, 45 more, and the 120 of the link by which people see how it stands.
  const longest = 120 * 86_400;
  expect(machine.limit).toBeGreaterThan(longest);
  for (const { name, TimeoutSeconds } of machine.tasks.filter(waits))
    expect(TimeoutSeconds, name).toBeGreaterThan(longest);
});

test("who works in pieces has the time for many of them", () => {
  for (const name of ["ErasureErase", "ExportMake", "ExportSend", "RetentionSweep", "RetentionDropChains"])
    expect(resource("AWS::Lambda::Function", name).Properties.Timeout, name).toBe(900);
});
