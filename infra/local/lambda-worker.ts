/**
 * One execution environment of a function, in a worker thread: loads the bundle once, then answers one invocation
 * after the other. Events and results cross the border as JSON, as they do on Lambda.
 */
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { FromEnvironment, Invocation, Workload } from "./lambda-messages.ts";

type Handler = (event: unknown, context: object) => unknown;

const port = parentPort;
if (!port) throw new Error("lambda-worker.ts runs in a worker thread only");
const { bundle, exported, functionName, functionArn, memorySize } = workerData as Workload;
const tell = (message: FromEnvironment) => port.postMessage(message);

// The thread's own streams arrive at some later time; on this port what was logged comes before the result.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    tell({ kind: "log", text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString() });
    for (const done of rest) if (typeof done === "function") done();
    return true;
  };
}

const describe = (error: unknown) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

async function answer(handler: Handler, { id, event, deadline }: Invocation): Promise<void> {
  const context = {
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memorySize),
    awsRequestId: id,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await handler(JSON.parse(event), context);
    tell({ kind: "result", payload: JSON.stringify(result) ?? "null" });
  } catch (error) {
    const failure = describe(error);
    // Lambda's runtime logs what a handler throws, so a message that must not be in a log must not be here either.
    console.error(JSON.stringify({ level: "ERROR", requestId: id, message: failure }));
    tell({ kind: "failure", failure });
  }
}

try {
  const handler: unknown = createRequire(bundle)(bundle)[exported];
  if (typeof handler !== "function") throw new Error(`${bundle} exports no function ${exported}`);
  port.on("message", (invocation: Invocation) => void answer(handler as Handler, invocation));
  tell({ kind: "ready" });
} catch (error) {
  const failure = describe(error);
  console.error(JSON.stringify({ level: "ERROR", message: failure }));
  tell({ kind: "failure", failure });
}
