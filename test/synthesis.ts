import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { synthesize } from "../infra/local/synthesize.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the one cloud assembly that all tests of a run share. */
    assembly: string;
  }
}

/** A site elsewhere whose pages may send forms here, in every test. */
export const ALLOWED_ORIGIN = "https://www.example.org";

/**
 * Synthesizes the stack once per run. Every period and budget is the default, but the pace of the HTTP API: its token
 * buckets would turn tests of anything else into tests of it.
 */
export async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), "habeas-assembly-"));
  // No night falls into a run of the tests.
  const sweepTime = `${String((new Date().getUTCHours() + 12) % 24).padStart(2, "0")}:00`;
  const context = {
    requestsPerSecond: "10000",
    requestBurst: "5000",
    allowedOrigins: ALLOWED_ORIGIN,
    sweepTime,
  };
  await synthesize(context, directory);
  project.provide("assembly", directory);
  return () => rmSync(directory, { recursive: true, force: true });
}
