import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "./child-process.ts";
import { PortTaken, StartFailure } from "./start-failure.ts";

const PROCESS = fileURLToPath(new URL("./mail-inbox.process.ts", import.meta.url));

/** Starts the SES emulator with its inbox page; letters are kept in `<data>/letters.json`. @throws StartFailure */
export function startMailInbox(port: number, data: string): Promise<Child> {
  const letters = join(data, "letters.json");
  return startChild({
    name: "The mail inbox",
    command: process.execPath,
    args: [PROCESS, String(port), letters],
    ready: /^ready (\d+)$/m,
    log: join(data, "logs", "mail-inbox.log"),
    explain: (output) => {
      if (output.includes("EADDRINUSE")) return new PortTaken(port);
      return output.includes("LETTERS_UNREADABLE")
        ? new StartFailure(
            `The letters in ${letters} cannot be read: delete that file, or set HABEAS_DATA to another folder.`,
          )
        : undefined;
    },
  });
}
