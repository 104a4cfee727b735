import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { type Address, SubjectId } from "../policy/data-subject.ts";
import type { Code, Reference } from "../policy/reference.ts";

/** A person's data key as it is used, in memory only. */
export type DataKey = Uint8Array & { readonly __dataKey: true };

/** Thrown where a sealed thing does not open: another key, another place, or another hand. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

/**
 * What the vault key makes possible: to name people without saying who they are, and to seal what they said. The
 * vault key is one secret of 256 bits and more; each use has a key of its own, derived by HKDF (RFC 5869).
 */
export class Vault {
  readonly #pepper: Uint8Array;
  readonly #wrapping: Uint8Array;

  constructor(vaultKey: string) {
    const derive = (use: string) => new Uint8Array(hkdfSync("sha256", vaultKey, "", `habeas ${use} v1`, 32));
    this.#pepper = derive("pepper");
    this.#wrapping = derive("wrapping");
  }

  /** HMAC-SHA-256 of the canonical address, cut to 128 bits, base32 (RFC 4648, small letters). */
  subjectId(address: Address): SubjectId {
    return SubjectId.parse(base32(this.#mac("subject", address).subarray(0, 16)));
  }

  /** Keyed, since forty bits could be guessed from a plain digest; bound to what the code is for. base64url. */
  codeDigest(reference: Reference, code: Code): string {
    return this.#mac("code", `${reference} ${code}`).toString("base64url");
  }

  /** Names a network for counting only. base64url. */
  networkDigest(network: string): string {
    return this.#mac("network", network).toString("base64url");
  }

  /** A new data key, wrapped for its row in the Keys table. */
  newWrappedKey(subject: SubjectId): Promise<string> {
    return seal(this.#wrapping, `key ${subject}`, randomBytes(32));
  }

  /** @throws SealBroken where the row is another person's, or was changed. */
  async unwrap(subject: SubjectId, wrapped: string): Promise<DataKey> {
    return (await open(this.#wrapping, `key ${subject}`, wrapped)) as DataKey;
  }

  #mac(use: string, text: string): Buffer {
    return createHmac("sha256", this.#pepper).update(`${use}\0${text}`).digest();
  }
}

/** Where a sealed thing belongs: this part of this record, and no other. */
export const placeOf = (reference: Reference, part: string) => `${reference} ${part}`;

/** Seals bytes under a person's key, bound to the place it is for: elsewhere it does not open. */
export function seal(key: Uint8Array, place: string, content: Uint8Array): Promise<string> {
  return new CompactEncrypt(content).setProtectedHeader({ alg: "dir", enc: "A256GCM", place }).encrypt(key);
}

/** @throws SealBroken where the key, the place or a single bit is another. */
export async function open(key: Uint8Array, place: string, sealed: string): Promise<Uint8Array> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    if (protectedHeader.place === place) return plaintext;
  } catch {
    // What jose says may quote the header; what matters is only that it did not open.
  }
  throw new SealBroken();
}

export const sealJson = (key: Uint8Array, place: string, value: unknown) =>
  seal(key, place, new TextEncoder().encode(JSON.stringify(value)));

/** The caller parses it with a schema. @throws SealBroken */
export async function openJson(key: Uint8Array, place: string, sealed: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await open(key, place, sealed)));
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}
