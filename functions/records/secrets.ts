import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { SubjectId } from "../policy/data-subject.ts";
import { BrowserSecret, CODE_ALPHABET, Code, Reference, Token } from "../policy/reference.ts";

/** 256 bits from the system's generator (OWASP ASVS 11.5.1); only its digest is ever stored. */
export const newToken = (subject: SubjectId): Token => Token.parse(subject + newBrowserSecret());

export const newBrowserSecret = (): BrowserSecret =>
  BrowserSecret.parse(randomBytes(32).toString("base64url"));

/** SHA-256, base64url. Enough for 256 random bits; what is shorter goes through the vault's keyed digest. */
export const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

export const newReference = (): Reference => Reference.parse(letters(16));
export const newCode = (): Code => Code.parse(letters(8));

/** In the same time whether the first character differs or the last. */
export function sameDigest(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function letters(length: number): string {
  return Array.from({ length }, () => CODE_ALPHABET[randomInt(32)]).join("");
}

/** A browser keeps one secret for all it sends; bound to the reference, so that two records do not show one browser. */
export const browserDigest = (secret: BrowserSecret, reference: Reference): string =>
  digestOf(`${secret}.${reference}`);
