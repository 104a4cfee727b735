import { Command, CommanderError, Option } from "commander";
import { DeskAway } from "./ask-desk.ts";
import { DONE, FAILED, type Terminal, WRONG_USAGE } from "./terminal.ts";

/** A command that tells of its mistakes by what it throws, and speaks where it is told to. */
export function speaking(command: Command, terminal: Terminal): Command {
  const written = (say: (text: string) => void) => (text: string) => say(text.replace(/\n$/, ""));
  return command
    .exitOverride()
    .configureOutput({ writeOut: written(terminal.out), writeErr: written(terminal.err) })
    .showHelpAfterError("(--help shows what there is)");
}

/** A command that asks the desk, with what all of them have: where the desk is. */
export function commandLine(script: string, terminal: Terminal): Command {
  return speaking(new Command(`npm run ${script} --`), terminal)
    .option("--deployed", "ask the stack in an AWS account, with your own credentials")
    .option("--region <region>", "its region, where your AWS profile does not say it")
    .option("--stack <name>", "its name", "Habeas");
}

/**
 * Runs a command to its end, whatever that is.
 * @param build is handed what sets the code of a command that ran.
 */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  build: (end: (code: number) => void) => Command,
): Promise<number> {
  let code = DONE;
  try {
    await build((given) => {
      code = given;
    }).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    if (!(error instanceof DeskAway)) throw error;
    terminal.err(error.message);
    return FAILED;
  }
}

/** The option of what the staff wants remembered. */
export const note = () =>
  new Option("--note <text>", "for the history; nothing is ever erased there, so name nobody");

/** The terminal of this process. */
export const thisTerminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
};
