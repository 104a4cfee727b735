import { StateMachine } from "aws-local-stepfunctions";
import { readDefinition } from "../../infra/local/machine-definition.ts";
import { loadTemplate } from "../../infra/local/template.ts";
import { given } from "../given.ts";

const template = loadTemplate(given.assembly().template, { region: "eu-central-1", account: "000000000000" });
const definition = readDefinition(template.find("Export", "AWS::StepFunctions::StateMachine"));

/** What a state answers, each time it comes to it; the last stands for all that follow. */
export type Answers = Readonly<Record<string, readonly unknown[]>>;

export const run = { request: "7Q2M0V9K4XBD1RTP", subject: "a".repeat(26) };
export const assessed = { ...run, needs: "nobody", reason: "", scope: "everything", sends: false };
export const usual: Answers = {
  "Assess what may be disclosed": [assessed],
  "Collect, holder by holder": [{ more: false, incomplete: false, unread: "" }],
  "Collect again what was missing": [{ more: false, incomplete: true, unread: "attachments" }],
  "Seal the bundle": [{ more: false }],
  "Send it to the controller they named": [{ sent: true }],
  "Hand it over, with a letter": [{ stopped: false }],
};
export const named = (name: string) => Object.assign(new Error(""), { name });
export const approve = { decision: "approve" };

/** Runs the definition of the template. @returns the states that call something, in their order, and how it ended */
export async function runExport(answers: Answers) {
  const states: string[] = [];
  const asked: unknown[] = [];
  const payloads: unknown[] = [];
  const handler = (name: string) => async (input: unknown) => {
    const { Payload = input } = input as { Payload?: { reason?: unknown } };
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
  const { result } = new StateMachine(definition.runnable, { validationOptions: { noValidate: true } }).run(
    run as never,
    {
      overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) as never },
      context: { Task: { Token: "token" } },
    },
  );
  const ended = await result.then(
    () => "succeeded",
    () => "failed",
  );
  return { states, asked, payloads, ended };
}
