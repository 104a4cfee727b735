import * as z from "zod";
import type { RetentionCategory } from "./retention-schedule.ts";
import type { Right } from "./rights.ts";

/** Every consent that a form asks for, by its name there, as people who withdraw it choose it. */
export const consentTitles = {
  newsletter: "The newsletter",
  marketing: "News and offers by e-mail",
  hearFromYou: "E-mail about your services, since somebody recommended you to me",
  survey: "The use of my answers to the survey",
  keepLonger: "That my job application is kept for 24 months",
} as const;
export const ConsentName = z.enum(Object.keys(consentTitles) as (keyof typeof consentTitles)[]);
export type ConsentName = z.infer<typeof ConsentName>;

/** As letters name them; undefined where all are meant. */
export const inTitles = (names: readonly ConsentName[] | undefined): string | undefined =>
  names?.map((name) => consentTitles[name]).join("; ");

/** Which consents end: those to marketing, those that are withdrawn, or none. */
type Ending = "marketing" | "withdrawn" | "none";

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
 * nothing that we hold is sold or shared, and nothing sensitive is asked for; that they were made is kept with the request.
 */
export const choices: Readonly<Partial<Record<Right, Choice>>> = {
  unsubscribe: { ...machine, atOnce: "marketing" },
  withdraw: {
    ...machine,
    afterwards: "withdrawn",
    wordsForPerson:
      "they wrote which consent they withdraw; approve with --consent for each, or without it to end all of them",
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

const BESIDE_A_CHOICE =
  "they wrote more than the consent they chose, which has ended; approve with --consent for each that they mean too, or without it";

/** What a request says of itself; `withdraws` are the consents that were chosen, absent where all are meant. */
interface Chosen {
  readonly right: Right;
  readonly withdraws?: readonly ConsentName[] | undefined;
}

/** Why a person has to see to it; undefined where a machine does. */
export function whyAPerson({ right, withdraws }: Chosen, hasWords: boolean): string | undefined {
  const { byPerson, wordsForPerson } = choices[right] ?? {};
  const words = withdraws === undefined ? wordsForPerson : BESIDE_A_CHOICE;
  return byPerson ?? (hasWords ? words : undefined);
}

/** The consents by which somebody hears from us. */
const MARKETING: readonly string[] = ["newsletter", "marketing", "hearFromYou"] satisfies ConsentName[];

/** Whether a consent ends as soon as the request has come: one that was chosen too, as it leaves nothing to judge. */
export const endsAtOnce = (request: Chosen, consent: string): boolean =>
  ends(request.withdraws === undefined ? choices[request.right]?.atOnce : "withdrawn", request, consent);

/** Whether it ends once nobody has to judge anything any more. */
export const endsAfterwards = (request: Chosen, consent: string): boolean =>
  ends(choices[request.right]?.afterwards, request, consent);

function ends(ending: Ending | undefined, { withdraws }: Chosen, consent: string): boolean {
  if (ending === "withdrawn") return withdraws?.some((name) => name === consent) ?? true;
  return ending === "marketing" && MARKETING.includes(consent);
}

/** Whether somebody by whom these consents end wants to hear from us no more, in whatever way. */
export const isNoToAdvertising = (ends: (consent: string) => boolean): boolean => MARKETING.every(ends);

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
