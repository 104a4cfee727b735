import * as z from "zod";
import { SubjectId } from "./data-subject.ts";

/** Crockford's alphabet: no letter that is taken for a digit. */
export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a person may type for it: small letters, hyphens, spaces, O for 0, I and L for 1. */
function asTyped(text: unknown): unknown {
  if (typeof text !== "string" || text.length > 60) return text;
  return text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
}

/** The name of one submission or request, to everybody: 80 random bits in 16 characters. It proves nothing. */
export const Reference = z
  .preprocess(asTyped, z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16}$/))
  .brand("Reference");
export type Reference = z.infer<typeof Reference>;

/** The code of a letter: 40 random bits in 8 characters. */
export const Code = z.preprocess(asTyped, z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)).brand("Code");
export type Code = z.infer<typeof Code>;

/** In fours, as it is read aloud and typed: `7Q2M-0V9K-…`. */
export function inFours(text: Reference | Code): string {
  return text.replace(/(.{4})(?=.)/g, "$1-");
}

/**
 * What a letter's link carries after the `#`, and a session's cookie: whose it is, and 256 random bits, base64url.
 * The first half finds it beside all else of its person; only the second makes it valid.
 */
export const Token = z
  .string()
  .regex(/^[a-z2-7]{26}[A-Za-z0-9_-]{43}$/)
  .brand("Token");
export type Token = z.infer<typeof Token>;

/** A token as a person pastes it where no script takes it out of the address: alone, or with its whole link. */
export const PastedToken = z.preprocess(
  (text) => (typeof text === "string" && text.length <= 500 ? text.trim().split("#").at(-1) : text),
  Token,
);

/** The person whose token it is, if it is one at all. */
export const subjectIn = (token: Token): SubjectId => SubjectId.parse(token.slice(0, 26));

/** By which a browser is known again: 256 random bits, base64url. */
export const BrowserSecret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand("BrowserSecret");
export type BrowserSecret = z.infer<typeof BrowserSecret>;
