import { randomInt } from "node:crypto";
import { join } from "node:path";
import { readKept, readPrivate, writePrivate } from "./private-file.ts";
import type { LocalTemplate } from "./template.ts";

/** The property of the same name of `AWS::SecretsManager::Secret`. */
export interface GenerateSecretString {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
  /** A JSON object that gets the generated value as its member `GenerateStringKey`. */
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

/** By logical id. */
export type SecretValues = Readonly<Record<string, string>>;

const fileIn = (data: string) => join(data, "secrets.json");

export const readSecretValues = (data: string): SecretValues =>
  (readPrivate(fileIn(data)) ?? {}) as SecretValues;

/** Generates, once, the value of every secret of the template; a value that is there stays. @throws StartFailure */
export function ensureSecretValues(template: LocalTemplate, data: string, isFirst: boolean): void {
  const secrets = template.ofType("AWS::SecretsManager::Secret");
  if (secrets.length === 0) return;
  const present = readKept(fileIn(data), isFirst) as SecretValues;
  const missing = secrets.filter((secret) => present[secret.logicalId] === undefined);
  if (missing.length === 0) return;
  const fresh = missing.map(({ logicalId, properties }) => [
    logicalId,
    typeof properties.SecretString === "string"
      ? properties.SecretString
      : generateSecret((properties.GenerateSecretString ?? {}) as GenerateSecretString),
  ]);
  writePrivate(fileIn(data), { ...present, ...Object.fromEntries(fresh) });
}

/** Draws a value as Secrets Manager does, with its defaults. @throws when every character is excluded */
export function generateSecret(rules: GenerateSecretString): string {
  const kinds = [
    rules.ExcludeLowercase ? "" : "abcdefghijklmnopqrstuvwxyz",
    rules.ExcludeUppercase ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    rules.ExcludeNumbers ? "" : "0123456789",
    rules.ExcludePunctuation ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    rules.IncludeSpace ? " " : "",
  ]
    .map((kind) => [...kind].filter((character) => !rules.ExcludeCharacters?.includes(character)))
    .filter((kind) => kind.length > 0);
  const alphabet = kinds.flat();
  if (alphabet.length === 0) throw new Error("GenerateSecretString excludes every character");
  const draw = () =>
    Array.from({ length: rules.PasswordLength ?? 32 }, () => alphabet[randomInt(alphabet.length)]);
  let value = draw();
  // Drawing again keeps every allowed value equally likely; patching a kind in would not.
  while (
    rules.RequireEachIncludedType !== false &&
    value.length >= kinds.length &&
    !kinds.every((kind) => kind.some((character) => value.includes(character)))
  ) {
    value = draw();
  }
  if (!rules.SecretStringTemplate || !rules.GenerateStringKey) return value.join("");
  return JSON.stringify({
    ...JSON.parse(rules.SecretStringTemplate),
    [rules.GenerateStringKey]: value.join(""),
  });
}
