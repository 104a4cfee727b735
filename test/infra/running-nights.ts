import { StateMachine } from "aws-local-stepfunctions";
import { readDefinition } from "../../infra/local/machine-definition.ts";
import { loadTemplate } from "../../infra/local/template.ts";
import { given } from "../given.ts";

const template = loadTemplate(given.assembly().template, { region: "eu-central-1", account: "000000000000" });
const definition = readDefinition(template.find("Retention", "AWS::StepFunctions::StateMachine"));

export type Step = (payload: Record<string, Record<string, unknown>>) => unknown;

/** What the machine calls, in its order: `sweep 3` is the step of the shard 3. */
interface Ran {
  readonly steps: string[];
  readonly output?: unknown;
  readonly error?: string;
}

/** Runs the definition of the template, with steps that do nothing but what a test says. */
export async function runNight(steps: Readonly<Record<string, Step>>, input: object = {}): Promise<Ran> {
  const called: string[] = [];
  const perform = async (given: unknown) => {
    const { Payload } = given as { Payload?: unknown };
    const payload = (Payload ?? given) as Record<string, Record<string, unknown>>;
    const { shard, segment } = payload.shard ?? payload.segment ?? {};
    called.push([payload.step, shard ?? segment].filter((part) => part !== undefined).join(" "));
    return await { ...usual, ...steps }[String(payload.step)]?.(payload);
  };
  const machine = new StateMachine(definition.runnable, { validationOptions: { noValidate: true } });
  const { result } = machine.run({ at: "2027-01-05T02:30:00Z", ...input } as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        [...definition.work].map(([name]) => [name, perform]),
      ) as never,
    },
    context: { Task: { Token: "token" }, Execution: { Name: "execution" } },
  });
  return await result.then(
    (output) => ({ steps: called, output }),
    ({ cause }: { cause: Error }) => ({ steps: called, error: cause.name }),
  );
}

export const planned = (more: object) => ({
  at: "2027-01-05T02:30:00Z",
  night: "2027-01-05",
  manifest: "first",
  shards: ["1", "6"],
  segments: ["0", "1"],
  needs: "nobody",
  reason: "",
  heldBack: [],
  approved: false,
  ...more,
});
const usual: Readonly<Record<string, Step>> = {
  plan: () => planned({}),
  sweep: ({ shard }) => shard,
  compare: ({ segment }) => segment,
  redate: ({ segment }) => segment,
  report: ({ night }) => ({ night: night?.night, ...(failedIn(night) ? { failed: true } : {}) }),
  "report-failure": () => null,
};
const failedIn = (night: Record<string, unknown> | undefined) =>
  ((night?.swept ?? []) as { failed?: string }[]).some(({ failed }) => failed !== undefined);
/** As a step fails: by the name of its error. */
export const named = (name: string) => Object.assign(new Error(""), { name });
