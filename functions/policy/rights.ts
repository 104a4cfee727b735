import * as z from "zod";

/** The rights a person can use here. The names stand in paths (`/rights/{right}`) and in records. */
export const Right = z.enum([
  "access",
  "portability",
  "know",
  "know-categories",
  "confirm",
  "erase",
  "close-account",
  "restrict",
  "correct",
  "object",
  "withdraw",
  "opt-out",
  "limit",
  "unsubscribe",
  "complaint",
  "report-a-child",
]);
export type Right = z.infer<typeof Right>;

interface RightRow {
  readonly title: string;
  /** What it does, in plain words to the person. */
  readonly introduction: string;
  /** Where it is written. */
  readonly articles: readonly string[];
  /** True where nothing can be done without the person's own words. */
  readonly detailsRequired?: boolean;
  /** What their words are to say; absent where a machine does all there is to do, and nobody would read them. */
  readonly detailsLabel?: string;
}

const note = "A note to us";

/** In the order of the index page. */
export const rights: Readonly<Record<Right, RightRow>> = {
  access: {
    title: "Get a copy of my data",
    introduction: "You get everything we hold about you, and why, for how long and from whom we have it.",
    articles: ["GDPR 15", "UK GDPR 15"],
    detailsLabel: note,
  },
  portability: {
    title: "Take my data with me",
    introduction: "You get what you gave us in a form that a machine can read, to give it to somebody else.",
    articles: ["GDPR 20", "UK GDPR 20", "Cal. Civ. Code 1798.130(a)(3)(B)(iii)"],
    detailsLabel: note,
  },
  know: {
    title: "Know what you have collected about me",
    introduction: "You get the pieces of personal information that we have collected about you.",
    articles: ["Cal. Civ. Code 1798.110", "11 CCR 7024"],
    detailsLabel: note,
  },
  "know-categories": {
    title: "Know the kinds of data you collect",
    introduction: "You learn which kinds of data about you we collected, from where, why, and who got them.",
    articles: ["Cal. Civ. Code 1798.110(a)", "Cal. Civ. Code 1798.115", "11 CCR 7024"],
    detailsLabel: note,
  },
  confirm: {
    title: "Know whether you have data about me",
    introduction: "You get a yes or a no: whether we hold personal data about you at all.",
    articles: ["GDPR 15(1)", "UK GDPR 15(1)"],
    detailsLabel: note,
  },
  erase: {
    title: "Delete my data",
    introduction:
      "We delete what we hold about you. If the law makes us keep something, we say what and why.",
    articles: ["GDPR 17", "UK GDPR 17", "Cal. Civ. Code 1798.105"],
    detailsLabel: note,
  },
  "close-account": {
    title: "Close my account",
    introduction:
      "Your account is closed, and we delete what belongs to it. If the law makes us keep something, we say what and why.",
    articles: ["GDPR 17(1)(a)", "UK GDPR 17(1)(a)", "Cal. Civ. Code 1798.105"],
    detailsLabel: note,
  },
  restrict: {
    title: "Stop using my data, but keep it",
    introduction: "We keep your data and do nothing else with them, for instance while a dispute lasts.",
    articles: ["GDPR 18", "UK GDPR 18"],
    detailsLabel: "Why we should stop, and until when",
  },
  correct: {
    title: "Correct my data",
    introduction: "We put right what is wrong about you, and complete what is missing.",
    articles: ["GDPR 16", "UK GDPR 16", "Cal. Civ. Code 1798.106", "11 CCR 7023"],
    detailsRequired: true,
    detailsLabel: "What is wrong, and what is right",
  },
  object: {
    title: "Object to the use of my data",
    introduction:
      "We stop using your data for marketing at once. Another use that you name to us, with your reasons, stops unless we can show a stronger reason.",
    articles: ["GDPR 21", "UK GDPR 21"],
    detailsLabel: "The use you object to, and your reasons (against marketing you need none)",
  },
  withdraw: {
    title: "Withdraw my consent",
    introduction: "What you once agreed to ends. What was done before stays lawful.",
    articles: ["GDPR 7(3)", "UK GDPR 7(3)"],
    detailsLabel: "Anything else (somebody reads it first, so leave it empty where the list says it all)",
  },
  "opt-out": {
    title: "Do not sell or share my data",
    introduction: "Your data are not sold, and not shared for advertising that follows you around.",
    articles: ["Cal. Civ. Code 1798.120", "11 CCR 7026"],
  },
  limit: {
    title: "Limit the use of my sensitive data",
    introduction: "Sensitive data about you are used only for what you asked of us.",
    articles: ["Cal. Civ. Code 1798.121", "11 CCR 7027"],
  },
  unsubscribe: {
    title: "Stop the newsletter and marketing e-mail",
    introduction:
      "You get no more newsletters and no more advertising. Letters about your own requests still come.",
    articles: ["GDPR 21(3)", "Directive 2002/58/EC 13", "15 U.S.C. 7704(a)(4)"],
  },
  complaint: {
    title: "Complain about how my data are used",
    introduction: "Somebody reads what went wrong, looks into it and answers you.",
    articles: ["UK Data Protection Act 2018 164A", "GDPR 12(2)"],
    detailsRequired: true,
    detailsLabel: "What happened",
  },
  "report-a-child": {
    title: "Report data of a child",
    introduction: "If a child gave us data without a parent, we look into it at once and delete them.",
    articles: ["15 U.S.C. 6502", "16 CFR 312.6", "GDPR 8", "GDPR 17(1)(f)"],
    detailsLabel: "Where the child left the data, if you know (please do not write the child's name)",
  },
};
