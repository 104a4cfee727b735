import * as z from "zod";
import { Right } from "./rights.ts";

/** Why a rights request can be refused. Whoever refuses names one of these; nothing else is a reason. */
export const RefusalGround = z.enum([
  "no-match",
  "not-verified",
  "unfounded",
  "excessive",
  "legal-claim",
  "legal-duty",
  "expression",
  "archiving",
  "others-rights",
  "not-covered",
  "outside-jurisdiction",
]);
export type RefusalGround = z.infer<typeof RefusalGround>;

interface GroundRow {
  /** One line for the staff who choose it. */
  readonly title: string;
  /** Whole sentences for the data subject, as the letter and the status page say them. */
  readonly words: string;
  readonly citation: string;
  /** The rights it can be held against; absent where it can be held against all. */
  readonly against?: readonly Right[];
  /** True where a machine may find it by itself. Never where somebody has to judge what a person did or meant. */
  readonly automatic: boolean;
}

const erasing: readonly Right[] = ["erase", "close-account", "report-a-child"];
const disclosing: readonly Right[] = ["access", "portability", "know", "know-categories", "confirm"];
/** One "no" is enough for these: they only ever stop something (11 CCR 7026(f), 7027(g); GDPR 7(3), 21(3)). */
const sayingNo: readonly Right[] = ["unsubscribe", "withdraw", "opt-out", "limit"];

/** The grounds of DOMAIN 2, in the order in which the staff is shown them. Reviewable by counsel. */
export const refusalGrounds: Readonly<Record<RefusalGround, GroundRow>> = {
  "no-match": {
    title: "we hold nothing about this person",
    words: "We have looked everywhere where we keep such data, and there is nothing about you.",
    citation: "GDPR 15(1); 11 CCR 7024(a)",
    // Not to whoever reports a child: it would tell them what a child has, or has not, sent us.
    against: Right.options.filter((right) => right !== "report-a-child"),
    automatic: true,
  },
  "not-verified": {
    title: "it could not be shown that the request comes from the person",
    words: "We could not make sure that the request comes from the person whose data it is about.",
    citation: "GDPR 12(2), 12(6); 11 CCR 7060",
    against: [...erasing, ...disclosing, "restrict", "correct"],
    automatic: true,
  },
  unfounded: {
    title: "manifestly unfounded: it is not meant as what it says",
    words: "The request is manifestly unfounded: it was plainly not made to use the right it names.",
    citation: "GDPR 12(5)(b); Cal. Civ. Code 1798.145(h)(3)",
    automatic: false,
  },
  excessive: {
    title: "manifestly excessive: the same was answered just before",
    words: "The request is manifestly excessive: we answered the same one a short time ago.",
    citation: "GDPR 12(5)(b); Cal. Civ. Code 1798.145(h)(3)",
    automatic: false,
  },
  "legal-claim": {
    title: "the data are needed for a legal claim",
    words: "We need these data to establish, to exercise or to defend a legal claim.",
    citation: "GDPR 17(3)(e), 18(2), 21(1); Cal. Civ. Code 1798.145(a)(1)",
    against: [...erasing, "restrict", "object"],
    automatic: false,
  },
  "legal-duty": {
    title: "a law obliges us to keep or to use the data",
    words: "A law obliges us to keep or to use these data.",
    citation: "GDPR 17(3)(b); Cal. Civ. Code 1798.105(d)(8), 1798.145(a)(1)",
    against: [...erasing, "restrict", "object"],
    automatic: false,
  },
  expression: {
    title: "freedom of expression and information",
    words:
      "The data belong to something said in public, and the freedom of expression and information weighs more.",
    citation: "GDPR 17(3)(a), 85; Cal. Civ. Code 1798.105(d)(4)",
    against: [...erasing, "correct", "object"],
    automatic: false,
  },
  archiving: {
    title: "archiving in the public interest, research or statistics",
    words:
      "The data serve archiving in the public interest, research or statistics, which this would make impossible.",
    citation: "GDPR 17(3)(d), 89; Cal. Civ. Code 1798.105(d)(6)",
    against: [...erasing, "restrict", "correct", "object"],
    automatic: false,
  },
  "others-rights": {
    title: "it would harm the rights of somebody else",
    words: "What you asked for would harm the rights and freedoms of somebody else.",
    citation: "GDPR 15(4), 20(4); Cal. Civ. Code 1798.145(k)",
    against: [...disclosing, "correct"],
    automatic: false,
  },
  "not-covered": {
    title: "the right does not reach what was asked for",
    words: "The right that you used does not reach what you asked for.",
    citation: "GDPR 12(4); 11 CCR 7022(f), 7023(f), 7024(h)",
    automatic: false,
  },
  "outside-jurisdiction": {
    title: "no law that gives this right reaches this request",
    words: "No law that gives this right reaches this request, neither where you live nor where we are.",
    citation: "GDPR 3; Cal. Civ. Code 1798.140(d), (i)",
    automatic: false,
  },
};

/** Whether a request of this kind can be refused on that ground at all. */
export function mayRefuse(right: Right, ground: RefusalGround): boolean {
  if (sayingNo.includes(right)) return ground === "unfounded";
  return refusalGrounds[ground].against?.includes(right) ?? true;
}

/** The grounds on which such a request can be refused, for whoever has to choose. */
export const groundsAgainst = (right: Right): readonly RefusalGround[] =>
  RefusalGround.options.filter((ground) => mayRefuse(right, ground));
