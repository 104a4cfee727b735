import { canonicalAddress } from "../policy/data-subject.ts";
import type { TextField } from "../policy/form.ts";
import { outboundUrl } from "../policy/outbound-address.ts";

/** No letter of Unicode is composed of more; so what is longer by this factor is too long in NFC as well. */
const PARTS_OF_A_LETTER = 4;

/**
 * The text as it is judged and kept: NFC, one kind of line end, nothing around it. Never throws.
 * @param limit the characters that are taken. A text far beyond it stays as it came, to be refused: NFC sorts accents
 * in time that grows with the square of their number.
 */
export function tidied(text: string, limit: number): string {
  const lines = text.replace(/\r\n?/g, "\n").trim();
  return lines.length > limit * PARTS_OF_A_LETTER ? lines : lines.normalize("NFC").trim();
}

/** What is wrong with a tidied, non-empty text, in words that say how to mend it; undefined if nothing is. */
export function textProblem(field: TextField, text: string): string | undefined {
  return unreadable(text) ?? badCharacter(field, text) ?? badLength(field, text) ?? badShape(field, text);
}

/** A text as it may be shown in the page again, at most `limit` units long; what no page can carry is left out. */
export function showable(text: string, limit: number): string {
  const visible = text.replace(/[^\P{Cc}\n\t]|\p{Cs}|\uFFFD/gu, "");
  // Cut, or an answer of a megabyte of quotation marks would come back as a page that Lambda cannot return (6 MB).
  return visible.slice(0, limit).replace(/\p{Cs}/gu, "");
}

/** U+FFFD stands where bytes were lost on the way; a lone surrogate cannot be written as UTF-8 at all. */
function unreadable(text: string): string | undefined {
  return text.isWellFormed() && !text.includes("\uFFFD")
    ? undefined
    : "A part of the text did not arrive whole. Type it again.";
}

function badCharacter(field: TextField, text: string): string | undefined {
  if (field.kind === "long-text") {
    return /[^\P{Cc}\n\t]/u.test(text)
      ? "The text contains invisible control characters. Type it again, or paste it as plain text."
      : undefined;
  }
  if (/[\n\u2028\u2029]/.test(text)) return "Write it on one line.";
  return /\p{Cc}/u.test(text)
    ? "The text contains tabs or invisible control characters. Type it again."
    : undefined;
}

function badLength(field: TextField, text: string): string | undefined {
  const length = [...text].length;
  if (length > field.maxLength) {
    return `The text has ${inFigures(length)} characters; at most ${inFigures(field.maxLength)} fit. Shorten it.`;
  }
  if (length < (field.minLength ?? 0)) {
    return `The text is too short. Write at least ${inFigures(field.minLength ?? 0)} characters.`;
  }
  return undefined;
}

function badShape(field: TextField, text: string): string | undefined {
  if (field.kind === "email" && canonicalAddress(text) === undefined) return wrongAddress(text);
  if (field.kind === "tel" && !/^\+?[\d ()./-]{4,}$/.test(text)) {
    return "This is not a telephone number. Write it with digits, like +44 20 7946 0000.";
  }
  if (field.isSentTo === true) {
    const address = outboundUrl(text);
    return address.outcome === "refused" ? address.why : undefined;
  }
  if (field.kind === "url" && !isWebAddress(text)) {
    return "This is not a web address. Copy it from the address bar; it begins with https://.";
  }
  return undefined;
}

/** An address beyond ASCII may well be one; that SES cannot send to it is no fault of the person's. */
function wrongAddress(text: string): string {
  if (/\p{Cf}/u.test(text)) return "The address contains invisible characters. Type it again.";
  return /^[^@]*[^\p{ASCII}@][^@]*@[^@]+$/u.test(text)
    ? "We cannot send e-mail to an address with letters such as é or 中 before the @. Give another address."
    : "This is not an e-mail address. Write it like name@example.org.";
}

/** Only http and https: the address is shown to people as a link one day, and `javascript:` is an address too. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s\\]+$/i.test(text) && URL.canParse(text);
}

function inFigures(count: number): string {
  return count.toLocaleString("en-GB");
}
