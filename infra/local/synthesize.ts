import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "./data-folder.ts";
import { StartFailure } from "./start-failure.ts";
import type { RawTemplate } from "./template.ts";

/** What a synthesis leaves behind: the template and, in the same folder, the bundles it speaks of. */
export interface Assembly {
  readonly directory: string;
  readonly template: RawTemplate;
}

/**
 * Synthesizes the very app that `cdk deploy` deploys, in this process.
 * @throws StartFailure with the app's own words, for example about a wrong setting
 */
export async function synthesize(
  context: Readonly<Record<string, string>>,
  outdir: string,
): Promise<Assembly> {
  try {
    // CDK's check of the template takes seconds; `cdk synth` makes it before anything is deployed.
    process.env.CDK_VALIDATION ??= "false";
    // Loaded only when asked for: the CDK costs a second.
    const { createApp } = await import("../app.ts");
    const assembly = createApp({ ...context }, outdir).synth();
    return adoptAssembly(assembly.directory, assembly.getStackByName("Habeas").template);
  } catch (error) {
    throw new StartFailure(reasonOf(error));
  }
}

/** Makes a synthesized folder loadable here: on Lambda no package says that the bundles are modules, here ours does. */
export function adoptAssembly(directory: string, template: RawTemplate): Assembly {
  writeFileSync(join(directory, "package.json"), '{ "type": "commonjs" }\n');
  return { directory, template };
}
