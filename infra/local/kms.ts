import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { join } from "node:path";
import { type AwsAnswer, jsonAnswer, jsonError } from "./aws-answer.ts";
import { keyArn } from "./encryption.ts";
import {
  answerWithSigningKey,
  isSigningKey,
  makeSigningKey,
  publicJwk,
  type SigningInput,
  wrongUse,
} from "./kms-signing.ts";
import type { AccessRequest } from "./policy-statement.ts";
import { readKept, readPrivate, writePrivate } from "./private-file.ts";
import type { LocalTemplate, Resource } from "./template.ts";

export interface KmsInput extends SigningInput {
  readonly KeyId?: string;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly NumberOfBytes?: number;
}

/** Key material in base64, by ARN of the key. */
type Material = Readonly<Record<string, string>>;

const fileIn = (data: string) => join(data, "kms.json");

/** In the data folder, a JWK set: by it whoever runs the stack knows its signatures, also while it is stopped. */
const PUBLIC_KEYS = "public-keys.json";

/**
 * Generates, once, the material of every key of the template, and shows the public half of those that sign.
 * @throws StartFailure
 */
export function ensureKeyMaterial(template: LocalTemplate, data: string, isFirst: boolean): void {
  const keys = template.ofType("AWS::KMS::Key");
  const arnOf = ({ logicalId }: Resource) => template.arnOf(logicalId);
  const present = (keys.length === 0 ? {} : readKept(fileIn(data), isFirst)) as Material;
  const missing = keys.filter((key) => present[arnOf(key)] === undefined);
  const fresh = missing.map((key) => [
    arnOf(key),
    isSigningKey(key) ? makeSigningKey(key) : randomBytes(32).toString("base64"),
  ]);
  const material: Material = { ...present, ...Object.fromEntries(fresh) };
  if (missing.length > 0) writePrivate(fileIn(data), material);
  const signing = keys.filter(isSigningKey).map((key) => publicJwk(material[arnOf(key)] ?? ""));
  writePrivate(join(data, PUBLIC_KEYS), { keys: signing });
}

/** What IAM asks before KMS acts on a caller's direct request. */
export function kmsNeeds(
  template: LocalTemplate,
  operation: string,
  input: KmsInput,
): readonly AccessRequest[] {
  const context = Object.fromEntries(
    Object.entries(input.EncryptionContext ?? {}).map(([name, value]) => [
      `kms:encryptioncontext:${name.toLowerCase()}`,
      [value],
    ]),
  );
  for (const [name, value] of Object.entries({
    "kms:signingalgorithm": input.SigningAlgorithm,
    "kms:messagetype": input.MessageType,
  })) {
    if (value !== undefined) context[name] = [value];
  }
  const sealed = input.CiphertextBlob && open(input.CiphertextBlob)?.arn;
  const resource = sealed || (input.KeyId ? keyArn(template, input.KeyId) : "*");
  return [{ action: `kms:${operation}`, resources: [resource], context }];
}

/**
 * Encrypts and decrypts under the local material: AES-256-GCM, the encryption context as authenticated data. Signs
 * where the key is made for that.
 */
export function answerKms(
  template: LocalTemplate,
  data: string,
  operation: string,
  input: KmsInput,
): AwsAnswer {
  const material = (readPrivate(fileIn(data)) ?? {}) as Material;
  const KeyId = input.CiphertextBlob ? open(input.CiphertextBlob)?.arn : keyArn(template, input.KeyId ?? "");
  const key = Buffer.from(material[KeyId ?? ""] ?? "", "base64");
  if (!KeyId || key.length === 0) {
    return operation === "Decrypt"
      ? jsonError("InvalidCiphertextException", "")
      : jsonError("NotFoundException", `Key '${KeyId}' does not exist`);
  }
  const resource = template.ofType("AWS::KMS::Key").find((one) => template.arnOf(one.logicalId) === KeyId);
  if (resource && isSigningKey(resource)) return answerWithSigningKey(KeyId, key, operation, input);
  const bound = boundTo(KeyId, input.EncryptionContext);
  switch (operation) {
    case "Encrypt":
      return jsonAnswer({ KeyId, CiphertextBlob: seal(key, KeyId, bound, input.Plaintext ?? "") });
    case "Decrypt": {
      const Plaintext = unseal(key, bound, input.CiphertextBlob ?? "");
      return Plaintext === undefined
        ? jsonError("InvalidCiphertextException", "")
        : jsonAnswer({ KeyId, Plaintext });
    }
    case "GenerateDataKey": {
      const Plaintext = randomBytes(input.NumberOfBytes ?? 32).toString("base64");
      return jsonAnswer({ KeyId, Plaintext, CiphertextBlob: seal(key, KeyId, bound, Plaintext) });
    }
    case "DescribeKey":
      return jsonAnswer({ KeyMetadata: { Arn: KeyId, KeyId: KeyId.split("/").at(-1), Enabled: true } });
    case "Sign":
      return wrongUse(KeyId, "ENCRYPT_DECRYPT", operation);
    case "GetPublicKey":
      return jsonError("UnsupportedOperationException", `${KeyId} is a symmetric key.`);
    default:
      return jsonError("UnknownOperationException", `the local stack has no kms:${operation}`);
  }
}

/** Nothing but the same key with the same encryption context, in any order, opens a ciphertext. */
const boundTo = (arn: string, context: KmsInput["EncryptionContext"] = {}): Buffer =>
  Buffer.from(JSON.stringify([arn, Object.entries(context).sort()]));

function seal(key: Buffer, arn: string, bound: Buffer, plaintext: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bound);
  const content = Buffer.concat([cipher.update(plaintext, "base64"), cipher.final()]);
  const name = Buffer.from(arn);
  return Buffer.concat([Buffer.from([name.length]), name, nonce, cipher.getAuthTag(), content]).toString(
    "base64",
  );
}

/** Ciphertexts name their key, as those of KMS do, so that `Decrypt` needs no key id. */
function open(blob: string) {
  const bytes = Buffer.from(blob, "base64");
  const start = 1 + (bytes[0] ?? 0);
  if (bytes.length < start + 28) return undefined;
  return {
    arn: bytes.toString("utf8", 1, start),
    nonce: bytes.subarray(start, start + 12),
    tag: bytes.subarray(start + 12, start + 28),
    content: bytes.subarray(start + 28),
  };
}

function unseal(key: Buffer, bound: Buffer, blob: string): string | undefined {
  const sealed = open(blob);
  if (!sealed) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.nonce).setAAD(bound).setAuthTag(sealed.tag);
  try {
    return Buffer.concat([decipher.update(sealed.content), decipher.final()]).toString("base64");
  } catch {
    return undefined;
  }
}
