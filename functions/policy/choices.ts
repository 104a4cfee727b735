import type { RetentionCategory } from "./retention-schedule.ts";
import type { Right } from "./rights.ts";

/** Which consents end: those to marketing, all of them, or none. */
export type Ending = "marketing" | "all" | "none";

interface Choice {
  /** What ends at once, whatever else is to be judged. */
  readonly atOnce: Ending;
  /** What ends then, by itself or once a person has agreed. */
  readonly afterwards: Ending;
  /** Why a person has to see to it in any case; absent where a machine can do it. */
  readonly byPerson?: string;
  /** Why a person has to see to it where words of the data subject's own came with it. */
  readonly wordsForPerson?: string;
}

const machine: Choice = { atOnce: "none", afterwards: "none" };
const person = (byPerson: string): Choice => ({ ...machine, byPerson });

/**
 * What each of the rights does that neither discloses nor destroys. One "no" is enough for them: they take effect when
 * they come, without proof (GDPR 7(3), 21(3); 11 CCR 7026(f), 7027(g)). An opt-out and a limit find nothing to end here:
 * nothing is sold or shared, and nothing sensitive is asked for; that they were made is kept with the request.
 */
export const choices: Readonly<Partial<Record<Right, Choice>>> = {
  unsubscribe: { ...machine, atOnce: "marketing" },
  withdraw: {
    ...machine,
    afterwards: "all",
    wordsForPerson: "they wrote which consent they withdraw; approve to end all of them",
  },
  object: {
    ...machine,
    atOnce: "marketing",
    wordsForPerson: "they object to more than marketing, which has ended; approve once that has ended too",
  },
  "opt-out": machine,
  limit: machine,
  restrict: person("it is carried out by a person: hold what it is about, then approve"),
  correct: person("it is carried out by a person: correct it, then approve"),
  complaint: person("it is answered by a person: answer it, then approve"),
};

/** The consents by which somebody hears from us, by the names in the forms. */
const MARKETING: readonly string[] = ["newsletter", "marketing", "hearFromYou"];

export const ends = (ending: Ending, consent: string): boolean =>
  ending === "all" || (ending === "marketing" && MARKETING.includes(consent));

/**
 * What a submission is kept as once a consent it rests on is withdrawn, by that consent and what it was kept as. Without
 * the consent nothing says that it may be kept (GDPR 17(1)(b)), or kept longer.
 */
const RESTS_ON: Readonly<Record<string, Readonly<Partial<Record<RetentionCategory, RetentionCategory>>>>> = {
  newsletter: { newsletter: "withdrawn" },
  hearFromYou: { newsletter: "withdrawn" },
  survey: { survey: "withdrawn" },
  keepLonger: { "job-application-with-consent": "job-application" },
};

/** @returns undefined where it goes on as it was. */
export function keptAs(
  consents: readonly string[],
  category: RetentionCategory,
): RetentionCategory | undefined {
  return consents.map((consent) => RESTS_ON[consent]?.[category]).find((kept) => kept !== undefined);
}
