import type { RetentionRule } from "./retention-rule.ts";

/** The rows of the retention schedule for what comes with a request, and for what is nobody's form (DOMAIN 7). */
export const retentionOfRequests = {
  "file-without-form": {
    title: "Documents without their form",
    purpose: "to lose nothing whose form may still be written",
    lawfulBasis: "legitimate interest in not losing what was sent",
    period: "P7D",
    clockStart: "the moment it was sent",
    action: "erase",
    citation: "GDPR 5(1)(c), 5(1)(e)",
    words:
      "A document whose form did not reach us is erased {period} after it was sent, or when we find it in the week after that.",
  },
  "export-bundle": {
    title: "Copies of your data",
    purpose: "to hand over a copy of the data",
    lawfulBasis: "legal obligation",
    period: "P7D",
    clockStart: "the sealing of the copy",
    action: "erase",
    citation: "GDPR 5(1)(e), 15(3), 20",
    words: "A copy made for a person is kept for {period}, then erased.",
  },
  "request-identity": {
    title: "Who made a request",
    purpose: "to answer a rights request",
    lawfulBasis: "legal obligation",
    period: "P30D",
    clockStart: "the conclusion of the request",
    action: "shred",
    citation: "GDPR 5(1)(e), 12(3)",
    words: "Who made a request and what they wrote is destroyed {period} after the request is concluded.",
  },
  "request-accountability": {
    title: "How a request was answered",
    purpose: "to show how requests were answered",
    lawfulBasis: "legal obligation",
    period: "P24M",
    clockStart: "the conclusion of the request",
    action: "erase",
    citation: "11 CCR 7101(a); GDPR 5(2)",
    words: "The dates, the right and the outcome of a request, without the person, are kept for {period}.",
  },
  audit: {
    title: "The log of what was done",
    purpose: "to show that the rules were kept",
    lawfulBasis: "legal obligation",
    period: "P36M",
    clockStart: "the last event of a request",
    action: "erase",
    citation: "GDPR 5(2), 24(1)",
    words: "The log of what was done, without personal data, is kept for {period}.",
  },
} as const satisfies Record<string, RetentionRule>;
