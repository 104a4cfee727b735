import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type LocalStack, startLocalStack } from "../../../infra/local/local-stack.ts";
import type { Assembly } from "../../../infra/local/synthesize.ts";
import { synthesizeMachines } from "./machine-stack.ts";
import { temporaryFolder } from "./runtime-stack.ts";

/** The stack of state machines at work, and what a test asks of it. */
export class MachineRig {
  readonly #folder = temporaryFolder();
  readonly data = `${this.#folder.path}/data`;
  #assembly: Assembly | undefined;
  #stack: LocalStack | undefined;

  /** Starts the stack, on the data of the last time. */
  async open(): Promise<void> {
    this.#assembly ??= synthesizeMachines(this.#folder.path);
    this.#stack = await startLocalStack({ data: this.data, assembly: this.#assembly });
  }

  async end(): Promise<void> {
    await this.#stack?.stop();
    this.#folder.remove();
  }

  get stack(): LocalStack {
    if (!this.#stack) throw new Error("the stack was not started");
    return this.#stack;
  }

  get states(): SFNClient {
    return this.clientAs("operator");
  }

  clientAs(caller: string): SFNClient {
    const { gateway, template } = this.stack;
    return new SFNClient({
      endpoint: gateway.url,
      region: template.region,
      credentials: gateway.credentialsFor(caller),
      maxAttempts: 1,
    });
  }

  arnOf(machine: string): string {
    const { template } = this.stack;
    return template.arnOf(template.find(machine, "AWS::StepFunctions::StateMachine").logicalId);
  }

  /** @returns the execution's ARN */
  async start(machine: string, name: string, input: object = {}): Promise<string> {
    const command = new StartExecutionCommand({
      stateMachineArn: this.arnOf(machine),
      name,
      input: JSON.stringify({ id: name, ...input }),
    });
    return (await this.states.send(command)).executionArn ?? "";
  }

  look(executionArn: string) {
    return this.states.send(new DescribeExecutionCommand({ executionArn }));
  }

  async run(machine: string, name: string, input?: object) {
    const executionArn = await this.start(machine, name, input);
    await this.stack.executionsSettled();
    return { ...(await this.look(executionArn)), executionArn };
  }

  /** The states it entered, and the events between. */
  async history(executionArn: string): Promise<(string | undefined)[]> {
    const { events = [] } = await this.states.send(new GetExecutionHistoryCommand({ executionArn }));
    return events.map(({ type, stateEnteredEventDetails: entered }) => entered?.name ?? type);
  }

  /** The calls of a step, as the function logged them. */
  steps(name: string, step: string): { readonly token: string }[] {
    return this.stack
      .logs()
      .split("\n")
      .filter((line) => line.startsWith("{") && line.includes(`"step":"${step}"`))
      .map((line) => JSON.parse(line))
      .filter((line) => line.run.id === name);
  }

  tokensOf(name: string): string[] {
    return this.steps(name, "ask").map(({ token }) => token);
  }
}
