import { StateMachine } from "aws-local-stepfunctions";
import { readDefinition } from "../../infra/local/machine-definition.ts";
import { loadTemplate } from "../../infra/local/template.ts";
import { given } from "../given.ts";

/** What a state answers, each time it comes to it; the last stands for all that follow. */
export type Answers = Readonly<Record<string, readonly unknown[]>>;

/** As a step fails: by the name of its error. */
export const named = (name: string) => Object.assign(new Error(""), { name });
export const approve = { decision: "approve" };

/**
 * Runs the definition of the template whose id begins so.
 * @param usual what its states answer unless a test says otherwise
 * @returns the states that call something, in their order, what they were called with, what was waited for, the end
 */
export function machineOf(prefix: string, input: object, usual: Answers) {
  const template = loadTemplate(given.assembly().template, {
    region: "eu-central-1",
    account: "000000000000",
  });
  const definition = readDefinition(template.find(prefix, "AWS::StepFunctions::StateMachine"));
  return async (answers: Answers) => {
    const states: string[] = [];
    const asked: unknown[] = [];
    const payloads: unknown[] = [];
    const waits: (readonly [state: string, until: unknown])[] = [];
    const handler = (name: string) => async (given: unknown) => {
      if (definition.work.get(name)?.kind === "wait") {
        const { input: passed, timestamp } = given as { input: unknown; timestamp: unknown };
        waits.push([name, timestamp]);
        return passed;
      }
      const { Payload = given } = given as { Payload?: { reason?: unknown } };
      payloads.push(Payload);
      const { reason } = Payload as { reason?: unknown };
      if (reason !== undefined) asked.push(reason);
      const all = { ...usual, ...answers }[name] ?? [{}];
      const answer = all[Math.min(states.filter((one) => one === name).length, all.length - 1)];
      states.push(name);
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const handlers = [...definition.work.keys()].map((name) => [name, handler(name)]);
    const { result } = new StateMachine(definition.runnable, {
      validationOptions: { noValidate: true },
    }).run(input as never, {
      overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) as never },
      context: { Task: { Token: "token" } },
    });
    const ended = await result.then(
      () => "succeeded",
      () => "failed",
    );
    return { states, asked, payloads, waits, ended };
  };
}
