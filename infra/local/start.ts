/** `npm start`: synthesizes the stack and runs it here until Ctrl-C. `PORT`, `HABEAS_DATA`, `-c key=value`. */
import { fileURLToPath } from "node:url";
import { type LocalStackOptions, startLocalStack } from "./local-stack.ts";
import { StartFailure } from "./start-failure.ts";

const DEFAULT_PORT = 3000;
// The inbox and the gateway follow.
const HIGHEST_PORT = 65_533;

function readCommandLine(args: readonly string[]): Record<string, string> {
  const context: Record<string, string> = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const joined = /^(?:-c|--context)=(.*)$/s.exec(arg)?.[1];
    const setting = joined ?? (arg === "-c" || arg === "--context" ? rest.shift() : undefined);
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting ?? "") ?? [];
    if (key === undefined || value === undefined) {
      throw new StartFailure(`Habeas does not know ${setting ?? arg}: settings are given as -c key=value.`);
    }
    context[key] = value;
  }
  return context;
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return port;
  throw new StartFailure(`PORT is ${text}: set it to a number up to ${HIGHEST_PORT}.`);
}

function readOptions(): LocalStackOptions {
  const { PORT, HABEAS_DATA } = process.env;
  return {
    context: readCommandLine(process.argv.slice(2)),
    port: readPort(PORT),
    data: HABEAS_DATA || fileURLToPath(new URL("../../.local", import.meta.url)),
  };
}

function exit(code: number, message?: string): never {
  if (message !== undefined) process.stderr.write(`${message}\n`);
  process.exit(code);
}

try {
  const options = readOptions();
  const starting = startLocalStack(options);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      void starting.then((stack) => stack.stop()).finally(() => exit(0));
    });
  }
  const stack = await starting;
  process.stdout.write(`Letters arrive at ${stack.inboxUrl}\nHabeas is ready at ${stack.url}\n`);
  exit(1, `Habeas has stopped: ${await stack.failed}`);
} catch (error) {
  if (error instanceof StartFailure) exit(1, error.message);
  throw error;
}
