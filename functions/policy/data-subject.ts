import * as z from "zod";

/** Who the data are about, without saying who: a keyed hash of the canonical address, 128 bits in base32. */
export const SubjectId = z
  .string()
  .regex(/^[a-z2-7]{26}$/)
  .brand("SubjectId");
export type SubjectId = z.infer<typeof SubjectId>;

/** An address in the one form in which two spellings of it are the same. Made only by `canonicalAddress`. */
export type Address = string & z.$brand<"Address">;

/** RFC 5321 4.5.3.1: 64 octets before the @, 254 in all, as the path that carries it is 256 long. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;

/** The unquoted form of RFC 5322 (dot-atom). ASCII only: SES cannot send to a local part beyond it (RFC 6531). */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Trimmed, NFC, lower case, the domain in ASCII. Dots and plus parts stay: to fold them would take two people for one
 * with providers that tell them apart.
 * @returns undefined where the text is no address that mail can be sent to.
 */
export function canonicalAddress(text: string): Address | undefined {
  if (text.length > LONGEST_ADDRESS * 2 || !text.isWellFormed()) return undefined;
  const trimmed = text.trim().normalize("NFC");
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, at).toLowerCase();
  const domain = asciiDomain(trimmed.slice(at + 1));
  if (at < 1 || domain === undefined || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return undefined;
  if (local.length > LONGEST_LOCAL_PART || local.length + 1 + domain.length > LONGEST_ADDRESS)
    return undefined;
  return `${local}@${domain}` as Address;
}

/** The URL standard's host parser is UTS 46, the same that browsers use for what comes after the @. */
function asciiDomain(domain: string): string | undefined {
  if (/[\s/\\?#%:@[\]]/.test(domain) || domain === "") return undefined;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return undefined;
  }
}
