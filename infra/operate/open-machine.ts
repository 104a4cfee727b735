import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { callerIdentity, DeskAway, type DeskPlace } from "./ask-desk.ts";
import { localSite } from "./local-site.ts";

/** An execution, as it stands. */
export interface ExecutionState {
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | string;
  /** What it ended with. */
  readonly output: unknown;
  readonly error?: string | undefined;
  /** The state it is in, or was in last. */
  readonly state: string | undefined;
}

/** The machine of the retention, as `npm run sweep` uses it. @throws DeskAway where it cannot be reached */
export interface RetentionMachine {
  /** @param name unique among the executions. @returns its ARN */
  start(name: string, input: object): Promise<string>;
  look(executionArn: string): Promise<ExecutionState>;
}

const LOCAL = { account: "000000000000", partition: "aws" };

/** That of the local stack, or with `deployed` that of an account, with the credentials the AWS SDK finds. */
export async function openMachine(place: DeskPlace, env: NodeJS.ProcessEnv): Promise<RetentionMachine> {
  const name = `${place.stack}-Retention`;
  if (place.deployed === true) {
    const client = new SFNClient({ ...(place.region === undefined ? {} : { region: place.region }) });
    const { Account: account = "", Arn = "" } = await callerIdentity(place.region);
    const [, partition = "aws"] = Arn.split(":");
    const arn = arnOf(name, { partition, region: await client.config.region(), account });
    return asking(client, arn, (error) => `${name} could not be asked (${error.name}: ${error.message}).`);
  }
  const { client, explain } = localSite(env);
  return asking(new SFNClient(client), arnOf(name, { ...LOCAL, region: client.region }), (error) =>
    explain(error, "as a stack of ours does"),
  );
}

const arnOf = (name: string, { partition, region, account }: typeof LOCAL & { region: string }) =>
  `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;

function asking(
  client: SFNClient,
  stateMachineArn: string,
  explain: (error: Error) => string,
): RetentionMachine {
  const away = (error: unknown): never => {
    throw new DeskAway(explain(error instanceof Error ? error : new Error(String(error))));
  };
  return {
    async start(name, input) {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      const { executionArn = "" } = await client.send(command).catch((error: unknown) => {
        if (error instanceof ExecutionAlreadyExists)
          throw new DeskAway(`There is an execution ${name} already. Try again in a second.`);
        return away(error);
      });
      return executionArn;
    },
    async look(executionArn) {
      const {
        status = "",
        output,
        error,
      } = await client.send(new DescribeExecutionCommand({ executionArn })).catch(away);
      const { events = [] } = await client
        .send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 20 }))
        .catch(away);
      const entered = events.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined);
      return {
        status,
        output: output === undefined ? undefined : JSON.parse(output),
        error,
        state: entered?.stateEnteredEventDetails?.name,
      };
    },
  };
}
