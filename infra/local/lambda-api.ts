import { invokeAsynchronously } from "./asynchronous-invocation.ts";
import { type AwsAnswer, restError } from "./aws-answer.ts";
import type { SignedRequest } from "./aws-request.ts";
import type { InvocationResult } from "./execution-environment.ts";
import { invokedFunction } from "./lambda-request.ts";
import type { LocalTemplate } from "./template.ts";

type InvokeFunction = (functionId: string, event: unknown) => Promise<InvocationResult>;

/** Answers `Invoke`: with the result, or at once for the type `Event`. What the function throws is no error of Lambda. */
export async function answerLambda(
  template: LocalTemplate,
  invoke: InvokeFunction,
  { path, headers, body }: SignedRequest,
): Promise<AwsAnswer> {
  const name = invokedFunction(path);
  const target = template
    .ofType("AWS::Lambda::Function")
    .find(({ logicalId }) => template.nameOf(logicalId) === name);
  if (!target) return restError(404, "ResourceNotFoundException", `Function not found: ${name}`);
  let event: unknown;
  try {
    event = JSON.parse(body.toString() || "{}");
  } catch {
    return restError(400, "InvalidRequestContentException", "Could not parse request body into json");
  }
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type === "DryRun") return answer(204, "");
  if (type === "Event") {
    void invokeAsynchronously(template, invoke, target.logicalId, event);
    return answer(202, "");
  }
  const result = await invoke(target.logicalId, event);
  if (result.ok) return answer(200, JSON.stringify(result.payload ?? null));
  return answer(200, JSON.stringify(result.failure), { "x-amz-function-error": "Unhandled" });
}

const answer = (status: number, text: string, headers: AwsAnswer["headers"] = {}): AwsAnswer => ({
  status,
  headers: { "content-type": "application/json", "x-amz-executed-version": "$LATEST", ...headers },
  body: Buffer.from(text),
});
