import { type Address, canonicalAddress, type SubjectId } from "../policy/data-subject.ts";
import { consentsOf } from "../records/consent-rows.ts";
import { recordsOf } from "../records/records-of.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/**
 * What there is of whoever has this address: for a letter that came by post, or an applicant whose reference nobody
 * remembers, or to see whether we may still write to them. References, kinds and days; nothing is opened.
 */
export async function person({ email }: Asked<"person">, desk: Desk): Promise<AnswerTo<"person">> {
  const subject = await whoHas(email, desk);
  if (subject === undefined) return noAddress();
  const [records, consents] = await Promise.all([
    recordsOf(desk.database, subject),
    consentsOf(desk.database, subject),
  ]);
  return {
    outcome: "done",
    records,
    consents: consents.map(({ reference, name, confirmedAt, endedAt }) => ({
      ...{ reference, name, confirmedAt, endedAt },
    })),
  };
}

/** @returns undefined for what is no address. */
export async function whoHas(email: string, { vault }: Desk): Promise<SubjectId | undefined> {
  const address: Address | undefined = canonicalAddress(email);
  return address === undefined ? undefined : (await vault()).subjectId(address);
}

export const noAddress = (): Refused =>
  refused("no-address", "This is not an e-mail address. Nothing was changed.");

export const nothingOf = (): Refused =>
  refused("unknown-record", "Nothing is held of this address. Look at it once more; nothing was changed.");
