import { fileURLToPath } from "node:url";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { buildSync } from "esbuild";

const functions = fileURLToPath(new URL("../functions/", import.meta.url));

/**
 * A function's code as one file, made by the esbuild of the lock file. CDK's NodejsFunction would do the same through
 * `npx`, which costs a second for each function, at every start of the local stack too.
 * @param entry the entry file, from `functions/`.
 */
export function bundleOf(entry: string): lambda.Code {
  return lambda.Code.fromAsset(functions, {
    // What counts is what came out: the same code deploys nothing.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("none"),
      // The CDK bundles once for the same folder and the same options; the entry tells ours apart.
      command: [entry],
      local: {
        tryBundle: (folder) => {
          bundle(`${functions}${entry}`, `${folder}/index.js`);
          return true;
        },
      },
    },
  });
}

function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    // CommonJS loads 5-23 ms faster than ESM together with the SDK.
    format: "cjs",
    // The SDK's module builds, of which esbuild leaves out what is not called: a third less to load.
    mainFields: ["module", "main"],
    external: NEVER_USED_ON_LAMBDA,
    logLevel: "error",
  });
}

/** Lambda gives credentials in the environment; the other ways to find some are only weight. */
const NEVER_USED_ON_LAMBDA = ["http", "ini", "login", "process", "sso", "web-identity"].map(
  (way) => `@aws-sdk/credential-provider-${way}`,
);
