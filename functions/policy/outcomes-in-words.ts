import { dayInWords } from "./days.ts";
import type { Ground } from "./may-destroy.ts";
import type { Outcome, Outcomes } from "./outcomes.ts";
import type { Right } from "./rights.ts";

/** What became of one kind of thing. */
interface OutcomeInWords {
  /** "What you sent with our forms" */
  readonly title: string;
  /** "12 deleted", "1 kept until 3 March 2027, because of a legal claim (GDPR 17(3)(e))"; at least one. */
  readonly lines: readonly string[];
}

const because: Readonly<Record<Ground, string>> = {
  "legal-claim": "because of a legal claim",
  "legal-duty": "because the law obliges us to keep it",
  "open-request": "because it is needed to answer another request of yours",
};

const number = new Intl.NumberFormat("en");

export function outcomesInWords(outcomes: Outcomes): readonly OutcomeInWords[] {
  return outcomes.map((outcome) => ({
    title: outcome.title.slice(0, 1).toUpperCase() + outcome.title.slice(1),
    lines: linesOf(outcome),
  }));
}

function linesOf({ removed, deIdentified, retained, failed }: Outcome): readonly string[] {
  const lines = [
    counted(removed, "deleted"),
    counted(deIdentified, "changed so that nothing leads back to you"),
    ...retained.map(({ count, ground, citation, until }) =>
      counted(count, `kept until ${dayInWords(until)}, ${whyKept(ground, citation)}`),
    ),
    counted(failed, "not deleted yet; a person of ours sees to it"),
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? ["nothing was there"] : lines;
}

const counted = (count: number, what: string) =>
  count === 0 ? undefined : `${number.format(count)} ${what}`;

/** "because of a legal claim (GDPR 17(3)(e))" */
export const whyKept = (ground: Ground, citation: string): string =>
  `${because[ground]} (${onOneLine(citation)})`;

/** It was typed by the staff; in a letter of plain text a line of its own could pass for one of ours. */
const onOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** The result as a whole: what is said before the list. */
export function resultInWords(outcomes: Outcomes, right: Right): string {
  const what = right === "close-account" ? "What belonged to your account" : "What we held about you";
  const some = (has: (outcome: Outcome) => boolean) => outcomes.some(has);
  if (some(({ failed }) => failed > 0))
    return `${what} is deleted for the most part. A part is not yet; a person of ours sees to it.`;
  if (some(keepsSomething))
    return `${what} is deleted, but for what the law has us keep. What that is, why and until when stands below.`;
  if (some(({ removed, deIdentified }) => removed + deIdentified > 0)) return `${what} is deleted.`;
  return "We have looked everywhere where we keep such data, and there was nothing.";
}

export const keepsSomething = ({ retained }: Outcome): boolean => retained.some(({ count }) => count > 0);

/** What follows from keeping something; said once, after the list. */
export const ABOUT_WHAT_IS_KEPT =
  "What is kept is used for nothing else. On the day named we look at it again, and delete it unless the reason still holds.";
