/**
 * Runs a command that would outlive the local stack if that was killed: `node child-guard.ts <command> <args…>`.
 * The stack holds the other end of this process's stdin; when it closes, the command ends.
 */
import { spawn } from "node:child_process";

const END_WITHIN = 5_000;
const [command = "", ...args] = process.argv.slice(2);
const guarded = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });

guarded.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
guarded.once("exit", (code) => process.exit(code ?? 1));
process.stdin.once("end", () => {
  // Asked first, as DynamoDB Local writes its last transactions down when it ends.
  guarded.kill("SIGTERM");
  setTimeout(() => guarded.kill("SIGKILL"), END_WITHIN);
});
process.stdin.resume();
// The command is in the same process group and gets the signal itself; the exit above follows.
process.on("SIGTERM", () => {});
