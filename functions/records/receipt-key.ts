import { createHash, createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { calculateJwkThumbprint } from "jose";

/** A public key of the JSON Web Key format, P-256. */
interface PublicKey {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
  readonly use: "sig";
  readonly alg: "ES256";
  /** RFC 7638 thumbprint. */
  readonly kid: string;
}

/** The key that signs receipts. Its private half never leaves KMS. */
export interface ReceiptKey {
  /** Read once per cold start; a failed read is not remembered. */
  readonly publicKey: () => Promise<PublicKey>;
  /** ES256 over UTF-8 text: `r || s`, base64url (RFC 7518, 3.4). */
  readonly sign: (text: string) => Promise<string>;
}

export function receiptKeyOf(keyId: string): ReceiptKey {
  const client = new KMSClient({});
  let reading: Promise<PublicKey> | undefined;
  return {
    publicKey: () => {
      reading ??= readPublicKey(client, keyId).catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
    sign: async (text) => {
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyId,
          Message: createHash("sha256").update(text).digest(),
          MessageType: "DIGEST",
          SigningAlgorithm: "ECDSA_SHA_256",
        }),
      );
      if (Signature === undefined) throw new Error("KMS gave no signature");
      return Buffer.concat(integersOf(Buffer.from(Signature))).toString("base64url");
    },
  };
}

async function readPublicKey(client: KMSClient, keyId: string): Promise<PublicKey> {
  const answer = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (answer.PublicKey === undefined) throw new Error("KMS gave no public key");
  const key = createPublicKey({ key: Buffer.from(answer.PublicKey), format: "der", type: "spki" });
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const public_ = { kty: "EC", crv: "P-256", x, y } as const;
  return { ...public_, use: "sig", alg: "ES256", kid: await calculateJwkThumbprint(public_) };
}

/** KMS answers in DER (SEQUENCE of two INTEGERs); JWS wants both as 32 bytes. */
function integersOf(der: Buffer): [Buffer, Buffer] {
  const lengthOfR = der[3] ?? 0;
  const r = der.subarray(4, 4 + lengthOfR);
  const s = der.subarray(6 + lengthOfR);
  const fixed = (integer: Buffer) => {
    const bytes = integer.subarray(Math.max(integer.length - 32, 0));
    return Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]);
  };
  return [fixed(r), fixed(s)];
}
