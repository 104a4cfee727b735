import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { StartFailure } from "./start-failure.ts";

/** An emulator in a process of its own. */
export interface Child {
  readonly name: string;
  readonly port: number;
  /** Resolves with the reason once the process is gone, asked to or not. */
  readonly ended: Promise<string>;
  /** Asks the process to end, and ends it when it does not. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

export interface ChildOptions {
  /** As a person reads it in an error. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Matches the output once the process listens; the first group is its port. */
  readonly ready: RegExp;
  /** A file that takes all its output. */
  readonly log: string;
  /** What a known failure means, given the output so far. */
  readonly explain?: (output: string) => StartFailure | undefined;
}

const READY_WITHIN = 60_000;
const STOP_WITHIN = 5_000;
const OUTPUT_KEPT = 16_384;

/** @throws StartFailure when the process cannot be started, ends early or does not get ready within a minute */
export function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, env, ready, log, explain } = options;
  // A group of its own, so that Ctrl-C reaches this process only and the stack ends in order. The pipe to its stdin
  // is never written: it closes when this process dies, and that is how the child learns of it.
  const child = spawn(command, args, {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  child.stdin.on("error", () => {});
  const file = createWriteStream(log, { flags: "a" });
  file.on("error", () => {});
  let output = "";
  let gone = false;
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      gone = true;
      file.end();
      resolve(`${name} ended (${signal ?? `exit code ${code}`}); its output is in ${log}`);
    });
  });
  const signalGroup = (signal: NodeJS.Signals) => {
    if (gone || child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended, and word of that is on its way.
    }
  };
  const kill = async () => {
    signalGroup("SIGKILL");
    await ended;
  };
  const stop = async () => {
    signalGroup("SIGTERM");
    const impatience = setTimeout(() => signalGroup("SIGKILL"), STOP_WITHIN);
    await ended;
    clearTimeout(impatience);
  };

  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(patience);
      reject(explain?.(output) ?? new StartFailure(reason));
    };
    const patience = setTimeout(() => {
      signalGroup("SIGKILL");
      fail(`${name} was not ready within ${READY_WITHIN / 1000} s; its output is in ${log}`);
    }, READY_WITHIN);
    const read = (chunk: Buffer) => {
      if (!file.writableEnded) file.write(chunk);
      output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
      const port = ready.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(patience);
      resolve({ name, port: Number(port), ended, stop, kill });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", (error) => fail(`${name} could not be started: ${error.message}`));
    // "close" comes after the last output, which may hold the explanation.
    child.once("close", () => ended.then(fail));
  });
}
