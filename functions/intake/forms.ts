import type { Form } from "../policy/form.ts";
import { account } from "./forms/account.ts";
import { comment } from "./forms/comment.ts";
import { contact } from "./forms/contact.ts";
import { event } from "./forms/event.ts";
import { jobApplication } from "./forms/job-application.ts";
import { newsletter } from "./forms/newsletter.ts";
import { partnership } from "./forms/partnership.ts";
import { referral } from "./forms/referral.ts";
import { survey } from "./forms/survey.ts";
import { webcast } from "./forms/webcast.ts";

/** Every form of the site, in the order of the first page. Adding one is its file and one line here. */
export const forms: readonly Form[] = [
  contact,
  account,
  newsletter,
  webcast,
  event,
  survey,
  comment,
  partnership,
  jobApplication,
  referral,
];

/** The form at `/forms/{slug}`; undefined where there is none. */
export function formBySlug(slug: string): Form | undefined {
  return forms.find((form) => form.slug === slug);
}
