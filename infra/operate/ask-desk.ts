import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { AnswerTo, DeskAnswer, Misunderstood } from "../../functions/desk/answer.ts";
import type { Act, AskedOfDesk } from "../../functions/desk/question.ts";
import { localSite } from "./local-site.ts";

/** Asks the desk one thing as whoever sits at the command line. @throws DeskAway */
export type AskDesk = <A extends Act>(
  question: DistributiveOmit<Extract<AskedOfDesk, { act: A }>, "by"> & { readonly act: A },
) => Promise<AnswerTo<A> | Misunderstood>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The desk gave no answer; the message is one line that says what to do about it. */
export class DeskAway extends Error {
  override readonly name = "DeskAway";
}

/** Where the desk is, as the command line's options say. */
export interface DeskPlace {
  /** An AWS account, instead of the local stack. */
  readonly deployed?: boolean | undefined;
  readonly region?: string | undefined;
  readonly stack: string;
}

/** The desk of the local stack, or with `deployed` that of an account, with the credentials the AWS SDK finds. */
export async function openDesk(place: DeskPlace, env: NodeJS.ProcessEnv): Promise<AskDesk> {
  const functionName = `${place.stack}-Desk`;
  if (place.deployed !== true) {
    const { client, explain } = localSite(env);
    return asking(new LambdaClient(client), functionName, "operator", (error) =>
      explain(error, "as a desk does"),
    );
  }
  const client = new LambdaClient({ ...(place.region === undefined ? {} : { region: place.region }) });
  return asking(client, functionName, await callerName(place.region), (error) => {
    if (error.name === "ResourceNotFoundException")
      return `There is no function ${functionName} in this account and region: deploy the stack, or name it with --stack and --region.`;
    return `The desk ${functionName} could not be asked (${error.name}: ${error.message}).`;
  });
}

function asking(
  client: LambdaClient,
  functionName: string,
  by: string,
  explain: (error: Error) => string,
): AskDesk {
  return async (question) => {
    const Payload = JSON.stringify({ ...question, by });
    const answer = await client
      .send(new InvokeCommand({ FunctionName: functionName, Payload }))
      .catch((error: unknown) => {
        throw new DeskAway(explain(error instanceof Error ? error : new Error(String(error))));
      });
    const text = answer.Payload?.transformToString() ?? "";
    if (answer.FunctionError !== undefined)
      throw new DeskAway(`The desk failed (${errorTypeIn(text)}). Its log says where; nothing was answered.`);
    return JSON.parse(text) as DeskAnswer as never;
  };
}

function errorTypeIn(payload: string): string {
  const { errorType } = JSON.parse(payload) as { errorType?: string };
  return errorType ?? "unknown";
}

/** The session name of the role, or the name of the user: what comes last in the ARN that STS gives. */
async function callerName(region: string | undefined): Promise<string> {
  const { Arn = "" } = await callerIdentity(region);
  return Arn.split(/[/:]/).at(-1) || "unknown";
}

/** Who you are in AWS, and in which account. @throws DeskAway where it does not say */
export async function callerIdentity(
  region: string | undefined,
): Promise<{ readonly Arn?: string | undefined; readonly Account?: string | undefined }> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  try {
    const client = new STSClient({ ...(region === undefined ? {} : { region }) });
    return await client.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new DeskAway(`AWS does not say who you are (${why}). Sign in to the account first.`);
  }
}
