import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { root } from "../architecture/source-file.ts";
import { resource } from "./template.ts";

/**
 * What each function may weigh, in kB (1,000 bytes), minified: about 5 % above what it weighs today. Every kB is read
 * and compiled at each cold start.
 */
const CEILINGS = {
  Intake: 763,
  Outbox: 734,
  Verification: 584,
  Download: 725,
  FulfilmentAssess: 483,
  FulfilmentDeadlines: 427,
  ErasureErase: 683,
  ExportMake: 798,
  ExportSend: 663,
  FulfilmentConclude: 952,
  ChoicesCarryOut: 460,
  RetentionSweep: 725,
  RetentionDropChains: 427,
  Desk: 760,
};

const assembly = inject("assembly");
const folders = readdirSync(assembly).filter((name) => name.startsWith("asset."));

function folderOf(name: string): string {
  const { Code } = resource("AWS::Lambda::Function", name).Properties as { Code: { S3Key: string } };
  return join(assembly, `asset.${Code.S3Key.replace(".zip", "")}`);
}

describe.each(Object.entries(CEILINGS))("the bundle of %s", (name, ceiling) => {
  const bundle = readFileSync(join(folderOf(name), "index.js"), "utf8");

  test(`weighs at most ${ceiling} kB`, () => {
    expect(Math.ceil(Buffer.byteLength(bundle) / 1000)).toBeLessThanOrEqual(ceiling);
  });

  test("is one file, the same wherever it is built", () => {
    expect(readdirSync(folderOf(name))).toEqual(["index.js"]);
    expect(bundle).not.toContain(root);
  });

  test("finds credentials as Lambda gives them: no client for another way is in it", () => {
    expect(bundle).not.toMatch(/SSOServiceException|STSServiceException|SigninServiceException/);
  });
});

test("there is a ceiling for every bundle", () => {
  expect(folders).toHaveLength(Object.keys(CEILINGS).length);
});
