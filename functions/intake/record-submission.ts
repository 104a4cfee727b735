import type { Consent, Form } from "../policy/form.ts";
import type { Reference } from "../policy/reference.ts";
import { type RetentionCategory, scheduleOf, unconfirmedDue } from "../policy/retention-schedule.ts";
import { recordArrival } from "../records/arrivals.ts";
import { attachmentKey, dropAttachment, putAttachment } from "../records/attachments.ts";
import type { Submission } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { newReference } from "../records/secrets.ts";
import { placeOf, sealJson } from "../records/vault.ts";
import type { ReadAnswers } from "./answers.ts";
import { addressIn, type Intake, newEntry, newVerification, type Sender } from "./intake.ts";
import { type Outcome, sealed } from "./sealing.ts";

export type Accepted = Extract<ReadAnswers, { outcome: "accepted" }>;

export interface Recorded {
  readonly outcome: Outcome;
  readonly reference: Reference;
}

/** Keeps what was sent with a form: unconfirmed, sealed under its person's key, and due to be erased if it stays so. */
export async function recordSubmission(
  form: Form,
  { answers, consents, files }: Accepted,
  sender: Sender,
  intake: Intake,
): Promise<Recorded> {
  const now = intake.now();
  const at = now.toString({ smallestUnit: "millisecond" });
  const vault = await intake.vault();
  const reference = newReference();
  const subject = vault.subjectId(addressIn(answers));

  const attachments = files.map(({ field, mediaType, bytes }) => ({
    field,
    mediaType,
    bytes: bytes.length,
    key: attachmentKey(subject, reference, field),
  }));
  const ticked = form.consents.filter(({ name }) => consents.includes(name));
  const given = form.byConfirming === undefined ? ticked : [...ticked, form.byConfirming.consent];
  const fileNames = files.map(({ field, name }) => [field, name]);
  const item: Omit<Submission, "sealed"> = {
    reference,
    form: form.slug,
    title: form.title,
    status: "unverified",
    receivedAt: at,
    purpose: form.purpose,
    lawfulBasis: form.lawfulBasis,
    retention: retentionOnceConfirmed(form, given),
    ...(form.clockField === undefined ? {} : { clockStart: answers[form.clockField] }),
    noticeVersion: intake.controller.noticeVersion,
    consents: given.map(({ name, wording }) => ({ name, wording })),
    attachments,
    ...unconfirmedDue(scheduleOf(intake.controller), form.slug, now, reference),
  };
  const about = keys.submission(reference);
  const letter = form.letter ?? "confirm-form";
  const outcome = await sealed(intake, vault, subject, async (held) => {
    for (const { field, bytes } of files) {
      const owner = { dataKey: held.key, reference, field };
      await putAttachment(intake.attachments, attachmentKey(subject, reference, field), owner, bytes);
    }
    const said = { ...answers, ...Object.fromEntries(fileNames) };
    return await recordArrival(
      intake.database,
      {
        subject,
        held,
        record: {
          sk: about,
          item: { ...item, sealed: await sealJson(held.key, placeOf(reference, "answers"), said) },
        },
        entry: newEntry(letter, reference, about, now),
        verification: newVerification("form", { reference, subject, about, letter }, sender.browser),
        network: vault.networkDigest(sender.network),
      },
      intake.perNetwork,
      now,
    );
  });
  // Only where it was refused for sure. Where an answer was lost the record may be there, and needs its documents.
  if (outcome !== "recorded")
    await Promise.all(attachments.map(({ key }) => dropAttachment(intake.attachments, key)));
  return { outcome, reference };
}

/** A consent may ask for longer keeping, and a friend's yes for another category; else the form's own holds. */
function retentionOnceConfirmed(form: Form, given: readonly Consent[]): RetentionCategory {
  const asked = given.find((consent) => consent.retention !== undefined)?.retention;
  return asked ?? form.byConfirming?.retention ?? form.retention;
}
