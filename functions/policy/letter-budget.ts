/** Between two letters to one address that has proved nothing yet. Milliseconds. */
const SPACING = 5 * 60_000;
const DAY = 24 * 60 * 60_000;

/** A letter that went, or may have gone, to the address: the intent it served and when, milliseconds since 1970. */
export interface PastLetter {
  readonly intent: string;
  readonly at: number;
}

export type LetterVerdict =
  | { readonly verdict: "send"; readonly letters: readonly PastLetter[] }
  /** Too soon after the last one: try again then. Milliseconds since 1970. */
  | { readonly verdict: "wait"; readonly until: number }
  /** The day's letters are spent: not sent at all, or a stranger could queue letters for weeks. */
  | { readonly verdict: "withhold" };

/**
 * May this letter go to an address that has proved nothing yet? One in five minutes and `perDay` in 24 hours. A letter
 * that is tried again for the same intent is counted once.
 */
export function mayWrite(
  past: readonly PastLetter[],
  intent: string,
  now: number,
  perDay: number,
): LetterVerdict {
  const letters = past.filter((letter) => letter.at > now - DAY);
  if (letters.some((letter) => letter.intent === intent)) return { verdict: "send", letters };
  if (letters.length >= perDay) return { verdict: "withhold" };
  const last = Math.max(...letters.map((letter) => letter.at), Number.NEGATIVE_INFINITY);
  if (last > now - SPACING) return { verdict: "wait", until: last + SPACING };
  return { verdict: "send", letters: [...letters, { intent, at: now }] };
}
