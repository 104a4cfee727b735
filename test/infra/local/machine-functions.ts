/** The functions of the state machines' fixture stack; bundled by `machine-stack.ts`, never imported. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

class TryAgain extends Error {
  override readonly name = "TryAgain";
}
class NotForUs extends Error {
  override readonly name = "NotForUs";
}

interface Run {
  readonly id: string;
  readonly pages?: number;
  readonly fails?: number;
  readonly [field: string]: unknown;
}

interface StepEvent {
  readonly step: string;
  readonly run: Run;
  readonly token?: string;
}

/** How often a step of an execution was called, in this environment. */
const calls = new Map<string, number>();

const steps: Readonly<Record<string, (event: StepEvent, call: number) => unknown>> = {
  /** Fails as often as it is told to, with an error that passes. */
  begin({ run }, call) {
    if (call <= (run.fails ?? 0)) throw new TryAgain("once more");
    return { ...run, left: run.pages ?? 0 };
  },
  page: ({ run }) => {
    const { left: before, ...rest } = run;
    const left = Number(before) - 1;
    return left > 0 ? { ...rest, left } : rest;
  },
  refuse({ run }) {
    throw new NotForUs(`not ${run.id}`);
  },
  ask: () => "asked",
  /** One page of an item of a Map, which takes a moment; an item may fail at first, or always. */
  async take({ run }, call) {
    const { item, index, left = item } = run as { item?: unknown; index?: unknown; left?: unknown };
    if (item === "refused") throw new NotForUs(`not ${run.id}`);
    if (item === "broken") throw new TypeError(`broken: ${run.id}`);
    if (call <= (run.fails ?? 0)) throw new TryAgain("once more");
    const from = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const more = Number(left) - 1;
    return { id: run.id, item, index, from, to: Date.now(), ...(more > 0 ? { left: more } : {}) };
  },
  slow: () => new Promise((resolve) => setTimeout(resolve, 1_500)),
};

export const handler = async (event: StepEvent) => {
  const key = `${event.step} ${event.run.id}`;
  const call = (calls.get(key) ?? 0) + 1;
  calls.set(key, call);
  console.log(JSON.stringify({ ...event, call }));
  return await steps[event.step]?.(event, call);
};

/** Calls the function it is told to, as its role lets it. */
export const caller = async ({ target }: { readonly target: string }) => {
  const Payload = JSON.stringify({ step: "ask", run: { id: "from a function" } });
  const answer = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: target, Payload }));
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
};
