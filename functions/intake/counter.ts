import type { HttpRequest } from "../edge/http-request.ts";
import type { Form } from "../policy/form.ts";
import { Right } from "../policy/rights.ts";
import { proofFor } from "../policy/verification-matrix.ts";
import { formBySlug } from "./forms.ts";
import type { Intake, Sender } from "./intake.ts";
import { recordRequest } from "./record-request.ts";
import { type Accepted, type Recorded, recordSubmission } from "./record-submission.ts";
import { rightsForm } from "./rights-form.ts";

/** Where something is handed in: the form to fill in, where it is sent to, and what is done with what was accepted. */
export interface Counter {
  readonly form: Form;
  /** The path that the form is sent to. */
  readonly action: string;
  /** What the page says after it was sent. */
  readonly next: Next;
  readonly record: (accepted: Accepted, sender: Sender) => Promise<Recorded>;
}

/**
 * - `confirm`: the sender looks into their mail.
 * - `noted`: nothing has to be confirmed: it takes effect as it is.
 * - `asked`: somebody else is asked, and it is theirs to confirm.
 */
type Next = "confirm" | "noted" | "asked";

/** @returns undefined where the path names no form. */
export function atForm(request: HttpRequest, intake: Intake): Counter | undefined {
  const form = formBySlug(request.params.form ?? "");
  if (form === undefined) return undefined;
  return {
    form,
    action: `/forms/${form.slug}`,
    next: form.letter === "confirm-referral" ? "asked" : "confirm",
    record: (accepted, sender) => recordSubmission(form, accepted, sender, intake),
  };
}

/** @returns undefined where the path names no right. */
export function atRight(request: HttpRequest, intake: Intake): Counter | undefined {
  const right = Right.safeParse(request.params.right).data;
  if (right === undefined) return undefined;
  return {
    form: rightsForm(right),
    action: `/rights/${right}`,
    next: proofFor(right) === "none" ? "noted" : "confirm",
    record: (accepted, sender) => recordRequest(right, accepted, sender, intake),
  };
}
