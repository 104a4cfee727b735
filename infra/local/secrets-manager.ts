import { createHash } from "node:crypto";
import { type AwsAnswer, jsonAnswer, jsonError } from "./aws-answer.ts";
import { keyUse } from "./encryption.ts";
import type { AccessRequest } from "./policy-statement.ts";
import { readSecretValues } from "./secret-values.ts";
import type { LocalTemplate, Resource } from "./template.ts";

export interface SecretsInput {
  readonly SecretId?: string;
}

/** What IAM asks before Secrets Manager answers: the secret, and for its value the key it is encrypted under. */
export function secretsManagerNeeds(
  template: LocalTemplate,
  operation: string,
  input: SecretsInput,
): readonly AccessRequest[] {
  const secret = findSecret(template, input.SecretId);
  const resources = [secret ? template.arnOf(secret.logicalId) : (input.SecretId ?? "*")];
  const need: AccessRequest = { action: `secretsmanager:${operation}`, resources, context: {} };
  return operation === "GetSecretValue" && secret ? [need, ...keyUse(template, secret, "read")] : [need];
}

/** Answers for the secrets of the template, with the values kept in the data folder. */
export function answerSecretsManager(
  template: LocalTemplate,
  data: string,
  operation: string,
  input: SecretsInput,
): AwsAnswer {
  if (operation !== "GetSecretValue" && operation !== "DescribeSecret") {
    return jsonError("UnknownOperationException", `the local stack has no secretsmanager:${operation}`);
  }
  const secret = findSecret(template, input.SecretId);
  const value = secret && readSecretValues(data)[secret.logicalId];
  if (!secret || value === undefined) {
    return jsonError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }
  const about = { ARN: template.arnOf(secret.logicalId), Name: template.nameOf(secret.logicalId) };
  // A version id is 32 to 64 characters and stays the same as long as the value does.
  const VersionId = createHash("sha256").update(value).digest("hex").slice(0, 32);
  if (operation === "DescribeSecret") {
    return jsonAnswer({ ...about, VersionIdsToStages: { [VersionId]: ["AWSCURRENT"] } });
  }
  return jsonAnswer({ ...about, VersionId, SecretString: value, VersionStages: ["AWSCURRENT"] });
}

/** By ARN, by ARN without its random end, or by name, as Secrets Manager finds it. */
function findSecret(template: LocalTemplate, id = ""): Resource | undefined {
  return template.ofType("AWS::SecretsManager::Secret").find(({ logicalId }) => {
    const arn = template.arnOf(logicalId);
    return [arn, arn.slice(0, arn.lastIndexOf("-")), template.nameOf(logicalId)].includes(id);
  });
}
