import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from "@aws-sdk/client-lambda";
import type { Gateway } from "./gateway.ts";

/** Calls a function for a state machine. @throws an Error whose name and message are the `Error` and `Cause` of AWS */
export type CallFunction = (functionName: string, payload: unknown) => Promise<unknown>;

/** The most that goes from one state to the next. */
const MOST_BYTES = 262_144;

/**
 * The Lambda client of one state machine. Its calls go through the gateway, as everybody's, so that its own role must
 * allow them and a test can count and disturb them.
 */
export function createCaller(
  gateway: Pick<Gateway, "url" | "credentialsFor">,
  machineId: string,
  region: string,
): { call: CallFunction; destroy: () => void } {
  const client = new LambdaClient({
    endpoint: gateway.url,
    region,
    credentials: gateway.credentialsFor(machineId),
    // Whether a task is tried again is for the definition to say.
    maxAttempts: 1,
  });
  return {
    async call(FunctionName, payload) {
      const Payload = Buffer.from(JSON.stringify(payload ?? {}));
      let answer: InvokeCommandOutput;
      try {
        answer = await client.send(new InvokeCommand({ FunctionName, Payload }));
      } catch (error) {
        throw serviceFailure(error);
      }
      const text = Buffer.from(answer.Payload ?? []).toString();
      const result: unknown = JSON.parse(text || "null");
      if (answer.FunctionError) throw functionFailure(result, text);
      if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge(FunctionName);
      return result;
    },
    destroy: () => client.destroy(),
  };
}

const named = (name: string, cause: string, traits: object = {}): Error =>
  Object.assign(new Error(cause), { name, ...traits });

/** Retry and Catch see the name that the function's own error has. */
function functionFailure(result: unknown, text: string): Error {
  const { errorType } = (result ?? {}) as { readonly errorType?: string };
  return named(errorType ?? "Lambda.Unknown", text);
}

const tooLarge = (functionName: string): Error =>
  named(
    "States.DataLimitExceeded",
    `The result of ${functionName} is larger than ${MOST_BYTES} bytes`,
    // The interpreter asks for these before it looks at Retry and Catch; AWS lets nobody catch it with States.ALL.
    { isRetryable: false, isCatchable: false },
  );

/** The errors of Lambda itself, under the names that Step Functions gives them. */
const SERVICE_FAILURES: Readonly<Record<string, string>> = {
  AccessDeniedException: "Lambda.AWSLambdaException",
  ServiceUnavailable: "Lambda.ServiceException",
};

function serviceFailure(error: unknown): Error {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return named("Lambda.SdkClientException", message);
  return named(
    SERVICE_FAILURES[name] ?? `Lambda.${name}`,
    `${message} (Service: AWSLambda; Status Code: ${status}; Error Code: ${name})`,
  );
}
