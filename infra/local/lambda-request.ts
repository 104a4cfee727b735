import type { AccessRequest } from "./policy-statement.ts";
import type { LocalTemplate } from "./template.ts";

/** `POST /2015-03-31/functions/{function}/invocations`; the function by name, by partial or by whole ARN. */
const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** @returns the name of the function that is to be called; `undefined` when the path is another operation's */
export function invokedFunction(path: string): string | undefined {
  const reference = INVOCATION.exec(path)?.[1];
  return reference === undefined
    ? undefined
    : decodeURIComponent(reference)
        .replace(/^(?:arn:aws:lambda:[^:]*:)?(?:\d{12}:)?(?:function:)?/, "")
        .split(":")[0];
}

/** Which operation of Lambda a request is, and what IAM asks for it. */
export function readLambdaRequest(template: LocalTemplate, method: string, path: string) {
  const name = method === "POST" ? invokedFunction(path) : undefined;
  const arn = `arn:aws:lambda:${template.region}:${template.account}:function:${name}`;
  const need: AccessRequest =
    name === undefined
      ? { action: "lambda:Unknown", resources: ["*"], context: {} }
      : { action: "lambda:InvokeFunction", resources: [arn], context: {} };
  return { service: "lambda", operation: name === undefined ? "Unknown" : "Invoke", needs: [need] };
}
