import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "./child-process.ts";
import { PortTaken } from "./start-failure.ts";

const PROCESS = fileURLToPath(new URL("./mail-inbox.process.ts", import.meta.url));

/** Starts the SES emulator with its inbox page; letters are kept in `<data>/letters.json`. @throws PortTaken */
export function startMailInbox(port: number, data: string): Promise<Child> {
  return startChild({
    name: "The mail inbox",
    command: process.execPath,
    args: [PROCESS, String(port), join(data, "letters.json")],
    ready: /^ready (\d+)$/m,
    log: join(data, "logs", "mail-inbox.log"),
    explain: (output) => (output.includes("EADDRINUSE") ? new PortTaken(port) : undefined),
  });
}
