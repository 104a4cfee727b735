import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startLocalStack } from "../../../infra/local/local-stack.ts";
import { findFreePorts } from "../../../infra/local/ports.ts";
import { synthesizeRuntimeStack, temporaryFolder } from "./runtime-stack.ts";

// A synthesis takes its time where several tests have two cores to share.
vi.setConfig({ testTimeout: 180_000 });

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
const START = join(PROJECT, "infra/local/start.ts");

const undo: (() => void)[] = [];
afterEach(() => {
  for (const act of undo.splice(0).reverse()) act();
});

function folder(): string {
  const { path, remove } = temporaryFolder();
  undo.push(remove);
  return path;
}

interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown[]>;
  output(): string;
  errors(): string;
}

function start(env: Record<string, string>, args: string[] = []): Started {
  return run(process.execPath, [START, ...args], env);
}

function run(command: string, args: readonly string[], env: Record<string, string>): Started {
  const child = spawn(command, args, { cwd: PROJECT, env: { ...process.env, ...env } });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  undo.push(() => child.kill("SIGKILL"));
  return { process: child, ended: once(child, "close"), output: () => output, errors: () => errors };
}

async function startReady(begin = start): Promise<Started & { url: string; children: number[] }> {
  const port = await findFreePorts();
  const started = begin({ PORT: String(port), HABEAS_DATA: folder() });
  const ready = new RegExp(`^Habeas is ready at (http://127\\.0\\.0\\.1:${port})$`, "m");
  while (!ready.test(started.output())) {
    const end = await Promise.race([
      once(started.process.stdout as NodeJS.EventEmitter, "data"),
      started.ended,
    ]);
    if (started.process.exitCode !== null) throw new Error(`start ended: ${end} ${started.errors()}`);
  }
  const url = ready.exec(started.output())?.[1] ?? "";
  return { ...started, url, children: descendants(started.process.pid ?? 0) };
}

function processes(): { pid: number; parent: number; command: string }[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n");
  return lines.flatMap((line) => {
    const [pid, parent, state, command = ""] = line.trim().split(/\s+/);
    return state?.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function descendants(root: number): number[] {
  const all = processes();
  const below = (pid: number): number[] =>
    all.filter(({ parent }) => parent === pid).flatMap((one) => [one.pid, ...below(one.pid)]);
  return below(root);
}

const alive = (pids: number[]) => processes().filter(({ pid }) => pids.includes(pid));

/** Looks again and again rather than once after some time; fails by the test's own timeout. */
async function untilNoneIsAlive(pids: number[]): Promise<void> {
  while (alive(pids).length > 0) await new Promise(setImmediate);
}

describe("npm start", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "serves the real stack until %s, and leaves no child",
    async (signal) => {
      const { process: main, ended, url, children } = await startReady();
      expect(children.length).toBeGreaterThanOrEqual(4);
      expect((await fetch(`${url}/health`)).status).toBeLessThan(500);
      main.kill(signal);
      await ended;
      expect(main.exitCode).toBe(0);
      expect(alive(children)).toEqual([]);
    },
  );

  it("ends too where npm is what was told to end", async () => {
    const { process: npm, ended, children } = await startReady((env) => run("npm", ["start"], env));
    expect(children.length).toBeGreaterThanOrEqual(5);
    npm.kill("SIGTERM");
    await ended;
    await untilNoneIsAlive(children);
  });

  it("leaves no child either when it is killed", async () => {
    const { process: main, ended, children } = await startReady();
    main.kill("SIGKILL");
    await ended;
    await untilNoneIsAlive(children);
  });

  it("stops with the reason when one of its children dies", async () => {
    const { process: main, ended, errors, children } = await startReady();
    const java = alive(children).find(({ command }) => command === "java");
    process.kill(java?.pid ?? 0, "SIGKILL");
    await ended;
    expect(main.exitCode).toBe(1);
    expect(errors()).toMatch(/^Habeas has stopped: DynamoDB Local ended/m);
    await untilNoneIsAlive(children);
  });

  it.each([
    ["an unknown setting", {}, ["-c", "coolingOff=PT1S"], /coolingOff/],
    ["an argument that is none", {}, ["--fast"], /does not know --fast/],
    ["a port that is none", { PORT: "http" }, [], /PORT is http/],
  ])("says what is wrong with %s", async (_, env, args, reason) => {
    const { process: main, ended, errors } = start({ HABEAS_DATA: folder(), PORT: "0", ...env }, args);
    await ended;
    expect(main.exitCode).toBe(1);
    expect(errors()).toMatch(reason);
    expect(errors()).not.toMatch(/^\s+at /m);
  });
});

describe("what keeps the stack from starting", () => {
  it("is a taken port, any of the three", async () => {
    const port = await findFreePorts();
    const taker = createServer().listen(port + 2, "127.0.0.1");
    await once(taker, "listening");
    undo.push(() => taker.close());
    await expect(startLocalStack({ port, data: folder() })).rejects.toThrow(`Port ${port + 2} is taken`);
  });

  it("is a data folder that cannot be written", async () => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    await expect(startLocalStack({ data: join(file, "data") })).rejects.toThrow(
      /cannot be written .* HABEAS_DATA/,
    );
  });

  it("is a data folder whose tables are broken", async () => {
    const data = folder();
    mkdirSync(join(data, "dynamodb"));
    writeFileSync(join(data, "dynamodb", "shared-local-instance.db"), "not a database".repeat(500));
    const assembly = synthesizeRuntimeStack(folder());
    await expect(startLocalStack({ data, assembly })).rejects.toThrow(/is broken .* HABEAS_DATA/);
  });

  it("is an inbox whose letters are broken", async () => {
    const data = folder();
    writeFileSync(join(data, "letters.json"), "[{");
    const assembly = synthesizeRuntimeStack(folder());
    await expect(startLocalStack({ data, assembly })).rejects.toThrow(/letters\.json cannot be read: delete/);
  });

  it("is a missing Java", async () => {
    const assembly = synthesizeRuntimeStack(folder());
    const path = process.env.PATH;
    undo.push(() => {
      process.env.PATH = path;
    });
    process.env.PATH = folder();
    await expect(startLocalStack({ data: folder(), assembly })).rejects.toThrow(/needs Java 17/);
  });
});
