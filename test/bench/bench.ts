/**
 * `npm run bench`, or `npm run bench -- export` for some of it: figures as ratios against a control of the same run, and
 * calls counted, never timed alone. It ends with 1 where a figure is not what it should be.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalStack, startLocalStack } from "../../infra/local/local-stack.ts";
import { synthesize } from "../../infra/local/synthesize.ts";
import { exportOfManyRecords } from "./export.ts";

const RUNS = 9;
const folder = mkdtempSync(join(tmpdir(), "habeas-bench-"));

try {
  const assembly = await synthesize({ submissionsPerNetwork: "100000" }, join(folder, "cdk.out"));
  const parts: Readonly<Record<string, (stack: LocalStack) => void | Promise<void>>> = {
    "cold-starts": (stack) => coldStarts(stack, assembly.directory),
    form: callsOfAForm,
    sweep: growthOfANight,
    export: (stack) => exportOfManyRecords(stack, assembly.directory),
  };
  const asked = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    // Each has a stack of its own: a night would sweep what the forms have left.
    const stack = await startLocalStack({ data: join(folder, name), assembly });
    try {
      await measure(stack);
    } finally {
      await stack.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The nights run in this process; what they log would stand between the figures. */
async function growthOfANight(stack: LocalStack): Promise<void> {
  process.env.POWERTOOLS_LOG_LEVEL = "SILENT";
  const { sweepGrowth } = await import("./sweep.ts");
  await sweepGrowth(stack);
}

/** How long Node takes to load each bundle, as a multiple of loading an empty one; run in turn, medians. */
function coldStarts({ template }: LocalStack, directory: string): void {
  const control = join(folder, "empty.cjs");
  writeFileSync(control, "exports.handler = async () => {};\n");
  console.log(`\nCold start, as a multiple of an empty function's (median of ${RUNS} in turn)`);
  for (const { logicalId, properties } of template.ofType("AWS::Lambda::Function")) {
    const { Code, Environment } = properties as {
      Code: { S3Key: string };
      Environment?: { Variables: Record<string, string> };
    };
    const asset = readdirSync(directory).find((name) => name === `asset.${Code.S3Key.replace(".zip", "")}`);
    const file = join(directory, asset ?? "", "index.js");
    const env = {
      ...Environment?.Variables,
      AWS_REGION: "eu-central-1",
      AWS_LAMBDA_FUNCTION_NAME: logicalId,
    };
    const ratios = Array.from({ length: RUNS }, () => load(file, env) / load(control, env));
    const kilobytes = Math.round(statSync(file).size / 1000);
    console.log(`  ${logicalId.padEnd(32)} ${median(ratios).toFixed(1).padStart(5)} x ${kilobytes} kB`);
  }
}

/** Milliseconds of a fresh process that does nothing but load the file. */
function load(file: string, env: Record<string, string>): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["-e", `require(${JSON.stringify(file)})`], { env });
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return performance.now() - began;
}

/** AWS calls and capacity of one form, for a person with ever more records: a flat line is the design. */
async function callsOfAForm(stack: LocalStack): Promise<void> {
  console.log(
    "\nOne contact form of a person who has sent this many before: AWS calls and units of capacity",
  );
  // The very first reads the vault key, once for every cold start.
  await send(stack, "nobody-yet@example.org");
  for (const before of [0, 1, 10, 100]) {
    const email = `person-${before}@example.org`;
    for (let sent = 0; sent < before; sent += 1) await send(stack, email);
    const from = stack.gateway.calls.length;
    await send(stack, email);
    const calls = stack.gateway.calls.slice(from).filter(({ caller }) => caller.startsWith("Intake"));
    const units = calls.reduce((sum, call) => sum + (call.units ?? 0), 0);
    console.log(`  ${String(before).padStart(4)}: ${calls.length} calls, ${units} units`);
  }
}

async function send({ url }: LocalStack, email: string): Promise<void> {
  const answer = await fetch(`${url}/forms/contact`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Bench", email, message: "How much does this cost?" }),
  });
  if (answer.status === 429) {
    await new Promise((resume) => setTimeout(resume, 200));
    return await send({ url } as LocalStack, email);
  }
  if (answer.status !== 202) throw new Error(`The form answered ${answer.status}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
