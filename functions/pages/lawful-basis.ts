import type { LawfulBasis } from "../policy/form.ts";

/** The bases of GDPR 6(1) in words to the person, with what they can do about it. */
export const lawfulBasisWords: Readonly<Record<LawfulBasis, string>> = {
  consent: "Your consent (GDPR 6(1)(a)). You can take it back at any time, as easily as you give it.",
  contract: "What you ask us for, which we cannot do without this (GDPR 6(1)(b)).",
  "steps-before-contract": "Steps you ask for before a contract (GDPR 6(1)(b)).",
  "legal-obligation": "The law obliges us to do it (GDPR 6(1)(c)).",
  "legitimate-interest":
    "Our legitimate interest in doing what is said here (GDPR 6(1)(f)). You can object at any time.",
};
