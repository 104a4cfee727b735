import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { type AwsAnswer, jsonAnswer, jsonError } from "./aws-answer.ts";
import { signDigest } from "./ecdsa-digest.ts";
import type { Resource } from "./template.ts";

export interface SigningInput {
  /** Base64. */
  readonly Message?: string;
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
}

const SPEC = "ECC_NIST_P256";
const ALGORITHM = "ECDSA_SHA_256";
const LONGEST_MESSAGE = 4096;
const DIGEST_LENGTH = 32;

export const isSigningKey = ({ properties }: Resource): boolean => properties.KeyUsage === "SIGN_VERIFY";

/** @returns the private key as PKCS #8 in base64. @throws for a kind of key that this machine does not have */
export function makeSigningKey({ logicalId, properties }: Resource): string {
  if (properties.KeySpec !== SPEC) {
    throw new Error(
      `${logicalId}: keys of the kind ${properties.KeySpec} are not supported by the local stack`,
    );
  }
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
}

/** The public half as a JSON Web Key. @param key PKCS #8 in base64 */
export function publicJwk(key: string): object {
  const privateKey = createPrivateKey({ key: Buffer.from(key, "base64"), format: "der", type: "pkcs8" });
  return createPublicKey(privateKey).export({ format: "jwk" });
}

/** Signs with, and shows, a key of the kind `ECC_NIST_P256`. @param key PKCS #8 */
export function answerWithSigningKey(
  KeyId: string,
  key: Buffer,
  operation: string,
  input: SigningInput,
): AwsAnswer {
  const privateKey = { key, format: "der", type: "pkcs8" } as const;
  switch (operation) {
    case "Sign":
      return signMessage(KeyId, privateKey, input);
    case "GetPublicKey": {
      const PublicKey = createPublicKey(createPrivateKey(privateKey))
        .export({ format: "der", type: "spki" })
        .toString("base64");
      const kind = { CustomerMasterKeySpec: SPEC, KeySpec: SPEC, KeyUsage: "SIGN_VERIFY" };
      return jsonAnswer({ KeyId, PublicKey, ...kind, SigningAlgorithms: [ALGORITHM] });
    }
    case "DescribeKey": {
      const kind = { KeySpec: SPEC, KeyUsage: "SIGN_VERIFY", SigningAlgorithms: [ALGORITHM] };
      const id = KeyId.split("/").at(-1);
      return jsonAnswer({ KeyMetadata: { Arn: KeyId, KeyId: id, Enabled: true, ...kind } });
    }
    default:
      return wrongUse(KeyId, "SIGN_VERIFY", operation);
  }
}

/** AWS's own words for a key that is made for something else. */
export const wrongUse = (KeyId: string, usage: string, operation: string): AwsAnswer =>
  jsonError(
    "InvalidKeyUsageException",
    `${KeyId} key usage is ${usage} which is not valid for ${operation}.`,
  );

function signMessage(
  KeyId: string,
  privateKey: { key: Buffer; format: "der"; type: "pkcs8" },
  { Message = "", MessageType = "RAW", SigningAlgorithm }: SigningInput,
): AwsAnswer {
  if (SigningAlgorithm !== ALGORITHM) {
    return jsonError(
      "InvalidKeyUsageException",
      `Algorithm ${SigningAlgorithm} is incompatible with key spec ${SPEC}.`,
    );
  }
  const message = Buffer.from(Message, "base64");
  if (message.length === 0 || message.length > LONGEST_MESSAGE) {
    return jsonError(
      "ValidationException",
      `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${LONGEST_MESSAGE}`,
    );
  }
  if (MessageType === "RAW") {
    const Signature = sign("sha256", message, privateKey).toString("base64");
    return jsonAnswer({ KeyId, Signature, SigningAlgorithm });
  }
  if (message.length !== DIGEST_LENGTH) {
    return jsonError("ValidationException", `Digest is invalid length for algorithm ${ALGORITHM}.`);
  }
  return jsonAnswer({
    KeyId,
    Signature: signDigest(message, privateKey.key).toString("base64"),
    SigningAlgorithm,
  });
}
