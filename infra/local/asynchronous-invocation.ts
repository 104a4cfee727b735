import type { InvocationResult } from "./execution-environment.ts";
import type { LocalTemplate } from "./template.ts";

// Lambda tries an asynchronous invocation again, twice unless told otherwise.
const DEFAULT_RETRIES = 2;

/** Calls a function for a caller that does not wait: what fails is tried again as often as the template says. */
export async function invokeAsynchronously(
  template: LocalTemplate,
  invoke: (functionId: string, event: unknown) => Promise<InvocationResult>,
  functionId: string,
  event: unknown,
): Promise<void> {
  const config = template
    .ofType("AWS::Lambda::EventInvokeConfig")
    .find(({ properties }) => properties.FunctionName === template.nameOf(functionId));
  const tries = 1 + Number(config?.properties.MaximumRetryAttempts ?? DEFAULT_RETRIES);
  for (let left = tries; left > 0; left--) if ((await invoke(functionId, event)).ok) return;
}
