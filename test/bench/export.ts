/** How much memory, and how many calls, a copy takes of a person with ever more records. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LocalStack } from "../../infra/local/local-stack.ts";
import { somebody } from "./person.ts";

const SIZES = [1_000, 10_000, 100_000];
const LIMIT = { ratio: 1.5, megabytes: 160 };

/** Makes one copy as the machine does, step by step, in plain JavaScript: stripping types would take memory too. */
const CHILD = `
const [, file, run] = process.argv;
const { readFileSync } = require("node:fs");
const began = performance.now();
const { handler } = require(file);
// What getrusage says of a child of Linux begins with the memory of its parent.
const peak = () => /VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1];
const kilobytes = () => Number(process.platform === "linux" ? peak() : process.resourceUsage().maxRSS);
(async () => {
  for (const step of ["collect", "seal"])
    for (let more = true; more; ) {
      const until = performance.now() + 15 * 60_000;
      const context = { getRemainingTimeInMillis: () => until - performance.now() };
      const came = await handler({ step, run: JSON.parse(run) }, context);
      if (came.stopped) throw new Error("It was stopped");
      more = came.more;
    }
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ kilobytes: kilobytes(), seconds }));
})();
`;
const run = promisify(execFile);

interface Figures {
  /** Of the whole process, as Lambda counts it. */
  readonly megabytes: number;
  readonly seconds: number;
  readonly calls: number;
  readonly units: number;
  /** Of the copy. */
  readonly bytes: number;
}

/** The export function as it was bundled, and its environment. */
interface Code {
  readonly logicalId: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @param directory of the assembly that the stack runs. */
export async function exportOfManyRecords(stack: LocalStack, directory: string): Promise<void> {
  const code = codeOf(stack, directory);
  const person = await somebody(stack, code.env);
  console.log("\nA copy for a person with so many records: the export function in a process of its own");
  const found: Figures[] = [];
  let there = 0;
  for (const size of SIZES) {
    await person.send(size - there);
    there = size;
    const figures = await measure(stack, code, await person.ask(), person.sizeOfCopy);
    found.push(figures);
    console.log(`  ${line(size, figures)}`);
  }
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined) return;
  const growth = (of: keyof Figures) =>
    (Math.log(last[of] / first[of]) / Math.log((SIZES.at(-1) ?? 1) / (SIZES[0] ?? 1))).toFixed(2);
  const each = (["megabytes", "calls", "units", "seconds"] as const).map((of) => `${of} n^${growth(of)}`);
  console.log(`  growth: ${each.join(", ")}`);
  const ratio = last.megabytes / first.megabytes;
  const holds = ratio <= LIMIT.ratio && last.megabytes < LIMIT.megabytes;
  console.log(
    `  peak ${ratio.toFixed(2)} x (at most ${LIMIT.ratio}), ${last.megabytes.toFixed(0)} MB (under ${LIMIT.megabytes}): ${holds ? "holds" : "DOES NOT HOLD"}`,
  );
  if (!holds) process.exitCode = 1;
}

function codeOf({ template }: LocalStack, directory: string): Code {
  const { logicalId, properties } = template.find("ExportMake", "AWS::Lambda::Function");
  const { Code, Environment } = properties as {
    Code: { S3Key: string };
    Environment: { Variables: Record<string, string> };
  };
  const asset = readdirSync(directory).find((name) => name === `asset.${Code.S3Key.replace(".zip", "")}`);
  return { logicalId, file: join(directory, asset ?? "", "index.js"), env: Environment.Variables };
}

const line = (size: number, { megabytes, seconds, calls, units, bytes }: Figures) =>
  [
    `${String(size).padStart(7)}: ${megabytes.toFixed(0).padStart(4)} MB peak`,
    `${calls} calls, ${Math.round(units)} units, ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB of ZIP`,
  ].join(", ");

async function measure(
  { gateway }: LocalStack,
  { logicalId, file, env }: Code,
  asked: object,
  sizeOf: () => Promise<number>,
): Promise<Figures> {
  const { accessKeyId, secretAccessKey } = gateway.credentialsFor(logicalId);
  const from = gateway.calls.length;
  const { stdout } = await run(process.execPath, ["-e", CHILD, file, JSON.stringify(asked)], {
    env: {
      ...env,
      AWS_ENDPOINT_URL: gateway.url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    maxBuffer: 1e8,
  });
  const said: { kilobytes: number; seconds: number } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  const calls = gateway.calls.slice(from).filter(({ caller }) => caller === logicalId);
  return {
    megabytes: said.kilobytes / 1000,
    seconds: said.seconds,
    calls: calls.length,
    units: calls.reduce((sum, { units = 0 }) => sum + units, 0),
    bytes: await sizeOf(),
  };
}
