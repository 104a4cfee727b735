import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "../architecture/source-file.ts";
import { resources } from "./template.ts";

/** Dollars a month that each is, used or not: list prices of us-east-1, November 2026. */
const STANDING = [
  ["AWS::KMS::Key", 1],
  ["AWS::CloudWatch::Alarm", 0.1],
  ["AWS::SecretsManager::Secret", 0.4],
] as const;

test("the README says what the stack costs while nobody is there", () => {
  const [keys, alarms, secrets] = STANDING.map(([type]) => resources(type).length);
  const dollars = STANDING.reduce((sum, [type, price]) => sum + resources(type).length * price, 0);
  const readme = readFileSync(`${root}README.md`, "utf8").replaceAll(/\s+/g, " ");
  const said = /\$([\d.]+) a month \(.*?\): (\d+) KMS keys, (\d+) alarms, (\d+) secret/
    .exec(readme)
    ?.slice(1);

  expect(said).toEqual([dollars.toFixed(2), keys, alarms, secrets].map(String));
});
