import type { AccessRequest } from "./policy-statement.ts";
import type { LocalTemplate, Resource } from "./template.ts";

/** What a service does with the customer's key while it serves a caller. */
export type KeyUse = "none" | "read" | "write" | "read and write";

const ACTIONS: Readonly<Record<KeyUse, readonly string[]>> = {
  none: [],
  read: ["kms:Decrypt"],
  write: ["kms:GenerateDataKey"],
  "read and write": ["kms:GenerateDataKey", "kms:Decrypt"],
};

/** How each service names itself to KMS, and where its resource says under which key it is encrypted. */
const ENCRYPTED: Readonly<Record<string, { service: string; key: (properties: Properties) => unknown }>> = {
  "AWS::DynamoDB::Table": {
    service: "dynamodb",
    key: (properties) => at(properties, "SSESpecification", "KMSMasterKeyId"),
  },
  "AWS::DynamoDB::GlobalTable": {
    service: "dynamodb",
    key: (properties) => at(properties, "Replicas", "0", "SSESpecification", "KMSMasterKeyId"),
  },
  "AWS::S3::Bucket": {
    service: "s3",
    key: (properties) =>
      at(
        properties,
        "BucketEncryption",
        "ServerSideEncryptionConfiguration",
        "0",
        "ServerSideEncryptionByDefault",
        "KMSMasterKeyID",
      ),
  },
  "AWS::SecretsManager::Secret": { service: "secretsmanager", key: (properties) => properties.KmsKeyId },
};

type Properties = Readonly<Record<string, unknown>>;

/**
 * The requests on a resource's customer managed key that AWS makes in the caller's name, and that the caller's role
 * must therefore be allowed. None when AWS owns the key.
 */
export function keyUse(template: LocalTemplate, resource: Resource, use: KeyUse): readonly AccessRequest[] {
  const encrypted = ENCRYPTED[resource.type];
  const key = encrypted?.key(resource.properties);
  if (!encrypted || typeof key !== "string") return [];
  const context = {
    "kms:viaservice": [`${encrypted.service}.${template.region}.amazonaws.com`],
    "kms:calleraccount": [template.account],
  };
  return ACTIONS[use].map((action) => ({ action, resources: [keyArn(template, key)], context }));
}

/** @param reference a key's id or ARN, or an alias's name or ARN */
export function keyArn(template: LocalTemplate, reference: string): string {
  const name = reference.replace(/^arn:aws:kms:[^:]*:\d*:(key\/)?/, "");
  const alias = template
    .ofType("AWS::KMS::Alias")
    .find((one) => name.startsWith("alias/") && template.nameOf(one.logicalId) === name);
  if (alias) return keyArn(template, String(alias.properties.TargetKeyId));
  return `arn:aws:kms:${template.region}:${template.account}:key/${name}`;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner ? (inner as Properties)[step] : undefined),
    value,
  );
}
