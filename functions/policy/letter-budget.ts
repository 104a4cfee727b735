/** Between two letters to one address that ask it for a proof. Milliseconds. */
const SPACING = 5 * 60_000;
const DAY = 24 * 60 * 60_000;

/** As many times the day's letters go to who answers them: a mail scanner that presses buttons would answer any number. */
const TO_WHO_ANSWERS = 4;

/** A letter that went, or may have gone, to the address: the intent it served and when, milliseconds since 1970. */
export interface PastLetter {
  readonly intent: string;
  /** What it asked to confirm. */
  readonly reference?: string | undefined;
  /** True where it asked for nothing, and told of what took effect without proof. */
  readonly tells?: boolean | undefined;
  readonly at: number;
}

export type LetterVerdict =
  | { readonly verdict: "send"; readonly letters: readonly PastLetter[] }
  /** Too soon after the last one: try again then. Milliseconds since 1970. */
  | { readonly verdict: "wait"; readonly until: number }
  /** The day's letters are spent: not sent at all, or a stranger could queue letters for weeks. */
  | { readonly verdict: "withhold" };

/**
 * May this letter go to an address that has not proved yet what it is about? One in five minutes, and in 24 hours
 * `perDay` that nobody has answered. Those that tell of what took effect have a day's number of their own: else whoever
 * has spent the others could withdraw somebody's consents unnoticed. A letter that is tried again for the same intent is
 * counted once.
 * @param isAnswered whether what a letter asked to confirm was confirmed: then its reader wanted it.
 */
export function mayWrite(
  past: readonly PastLetter[],
  letter: Omit<PastLetter, "at">,
  now: number,
  perDay: number,
  isAnswered: (letter: PastLetter) => boolean = () => false,
): LetterVerdict {
  const letters = past.filter(({ at }) => at > now - DAY);
  if (letters.some(({ intent }) => intent === letter.intent)) return { verdict: "send", letters };
  const alike = letters.filter(({ tells = false }) => tells === (letter.tells ?? false));
  const unanswered = alike.filter((one) => !isAnswered(one));
  if (unanswered.length >= perDay || alike.length >= perDay * TO_WHO_ANSWERS) return { verdict: "withhold" };
  const last = Math.max(...letters.map(({ at }) => at), Number.NEGATIVE_INFINITY);
  if (last > now - SPACING) return { verdict: "wait", until: last + SPACING };
  return { verdict: "send", letters: [...letters, { ...letter, at: now }] };
}
