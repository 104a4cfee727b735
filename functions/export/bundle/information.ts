import { forms } from "../../intake/forms.ts";
import { lawfulBasisWords } from "../../pages/lawful-basis.ts";
import { complaintUnder } from "../../policy/complaint.ts";
import { recipients, transferInWords, transfersInGeneral } from "../../policy/recipients.ts";
import { RetentionCategory, scheduleOf } from "../../policy/retention-schedule.ts";
import { Right, rights } from "../../policy/rights.ts";
import type { BundleFacts } from "../bundle-entry.ts";
import { sourceOf } from "./california.ts";
import type { Information } from "./data-schema.ts";
import { keptBack, NEVER_COLLECTED } from "./kept-back.ts";

/**
 * What a controller has to tell with a copy, GDPR 15(1)(a)-(h) and 15(2): out of the forms, the retention schedule and
 * the register of recipients, for everybody the same but for the law that answers.
 */
export const informationFor = ({ request, controller, siteUrl }: BundleFacts): Information => ({
  purposes: forms.map((form) => ({
    form: form.slug,
    title: form.title,
    purpose: form.purpose,
    lawfulBasis: lawfulBasisWords[form.lawfulBasis],
    data: form.fields.map(({ name, label }) => ({ name, label })),
    source: sourceOf(form),
    retention: form.retention,
  })),
  recipients: recipients.map(({ title, named, gets, why, when, transfer }) => ({
    ...{ title, named: [...named], gets, why, when },
    transfer: transferInWords[transfer],
  })),
  transfers: transfersInGeneral,
  retention: RetentionCategory.options.map((category) => {
    const { purpose, lawfulBasis, period, clockStart, action, citation, words } =
      scheduleOf(controller)[category];
    return { category, purpose, lawfulBasis, period, clockStart, action, citation, words };
  }),
  rights: Right.options.map((right) => {
    const { title, introduction, articles } = rights[right];
    return { title, introduction, articles: [...articles], link: `${siteUrl}/rights/${right}` };
  }),
  complaint: complaintUnder[request.regime],
  source: SOURCE,
  automatedDecisions: AUTOMATED_DECISIONS,
  keptBack: keptBack.map(({ title, words }) => ({ title, words })),
  neverCollected: NEVER_COLLECTED,
});

const SOURCE =
  "What is here you sent us yourself, or we noted it while we worked on it. Only where somebody recommended us to you did your address come from them; what they told us about themselves stands in that record.";

const AUTOMATED_DECISIONS =
  "There are none: no decision about you is made by a machine alone, and no profile of you is made (GDPR 22(1), 22(4)).";
