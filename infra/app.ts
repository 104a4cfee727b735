import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import * as z from "zod";
import { PrivacyStack } from "./privacy-stack.ts";
import { readSettings } from "./settings.ts";

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/**
 * Settings in, one stack out.
 * @param overrides settings that win over `cdk.json`; `-c key=value` of the cdk command wins over both.
 * @throws Error naming each wrong setting.
 */
export function createApp(overrides: Record<string, unknown> = {}, outdir?: string): App {
  const defaults = CdkJson.parse(JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8")));
  const context = { ...defaults.context, ...overrides };
  const app = new App({ context, ...(outdir === undefined ? {} : { outdir }) });
  new PrivacyStack(app, "Habeas", readSettings(app.node.getAllContext()));
  return app;
}

if (import.meta.main) {
  try {
    createApp().synth();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
