import { Temporal } from "temporal-polyfill";
import type { Letter } from "../mail/letter.ts";
import { confirmForm } from "../mail/letters/confirm-form.ts";
import { confirmReferral } from "../mail/letters/confirm-referral.ts";
import { confirmRequest } from "../mail/letters/confirm-request.ts";
import { copyWithdrawn } from "../mail/letters/copy-withdrawn.ts";
import { downloadCode } from "../mail/letters/download-code.ts";
import { exportReady } from "../mail/letters/export-ready.ts";
import { requestCancelled } from "../mail/letters/request-cancelled.ts";
import { requestNoted } from "../mail/letters/request-noted.ts";
import { requestReceived } from "../mail/letters/request-received.ts";
import { whyAPerson } from "../policy/choices.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import { setDownloadCode } from "../records/downloads.ts";
import type { FoundRecord } from "../records/find-record.ts";
import type { LetterEntry, RightsRequest, SealedAnswers, Submission } from "../records/items.ts";
import { newCode } from "../records/secrets.ts";
import { mintToken } from "../records/tokens.ts";
import { setCode } from "../records/verifications.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Writes the letter of an entry, with the secrets it carries: they are in this memory and in the letter only.
 * @returns undefined where meanwhile nobody waits for it any more.
 */
export async function write(
  entry: LetterEntry,
  subject: SubjectId,
  { found, answers }: { readonly found: FoundRecord; readonly answers: SealedAnswers },
  outbox: Outbox,
  now: Temporal.Instant,
): Promise<Letter | undefined> {
  const { controller, siteUrl, linkLifetime, codeLifetime, statusLinkLifetime, database } = outbox;
  const { letter, reference, about } = entry;
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  const mint = (purpose: "verify" | "status", lifetime: number) =>
    mintToken(database, {
      ...{ purpose, reference, subject, about },
      expires: seconds + lifetime,
      createdAt: now.toString({ smallestUnit: "millisecond" }),
    });
  const waysToConfirm = async () => {
    const code = newCode();
    const codeDigest = (await outbox.vault()).codeDigest(reference, code);
    if (!(await setCode(database, { subject, reference }, codeDigest, seconds + codeLifetime)))
      return undefined;
    const token = await mint("verify", linkLifetime);
    return { controller, siteUrl, token, code, reference, linkLifetime, codeLifetime };
  };
  switch (letter) {
    case "confirm-form": {
      const ways = await waysToConfirm();
      return ways && confirmForm({ ...ways, form: submission(found) });
    }
    case "confirm-referral": {
      const ways = await waysToConfirm();
      return ways && confirmReferral(ways);
    }
    case "confirm-request": {
      const ways = await waysToConfirm();
      return ways && confirmRequest({ ...ways, ...rightAndDay(found) });
    }
    case "request-received": {
      const statusToken = await mint("status", statusLinkLifetime);
      return requestReceived({
        controller,
        siteUrl,
        reference,
        statusToken,
        statusLinkLifetime,
        coolingOffEnds: found.kind === "request" ? found.record.coolingOffEnds : undefined,
        ...rightAndDay(found),
      });
    }
    case "request-noted": {
      const record = request(found);
      const { receivedAt, withdraws } = record;
      const isRead = whyAPerson(record, answers.details !== undefined) !== undefined;
      return requestNoted({
        controller,
        reference,
        receivedAt,
        withdraws,
        isRead,
        ...rightAndDay(found),
      });
    }
    case "request-cancelled":
      return requestCancelled({ controller, reference, right: rightAndDay(found).right });
    case "export-ready": {
      const { bundle, sent, regime, right } = request(found);
      if (bundle === undefined) return undefined;
      const statusToken = await mint("status", statusLinkLifetime);
      const { expiresAt, missing } = bundle;
      const copy = { expiresAt, missing, sent: sent?.outcome };
      return exportReady({
        controller,
        siteUrl,
        reference,
        right,
        regime,
        statusToken,
        statusLinkLifetime,
        ...copy,
      });
    }
    case "copy-withdrawn": {
      const { regime, right } = request(found);
      return copyWithdrawn({ controller, siteUrl, reference, right, regime });
    }
    case "download-code": {
      const code = newCode();
      const codeDigest = (await outbox.vault()).codeDigest(reference, code);
      const set = { asking: entry.intent, codeDigest, expires: seconds + codeLifetime };
      if (!(await setDownloadCode(database, { subject, reference }, set))) return undefined;
      return downloadCode({ controller, reference, code, codeLifetime, right: rightAndDay(found).right });
    }
  }
}

function submission(found: FoundRecord): Submission {
  if (found.kind === "submission") return found.record;
  throw new Error("This letter is about a submission");
}

function request(found: FoundRecord): RightsRequest {
  if (found.kind === "request") return found.record;
  throw new Error("This letter is about a rights request");
}

function rightAndDay(found: FoundRecord): { right: RightsRequest["right"]; dueBy: Temporal.PlainDate } {
  const { right, dueBy } = request(found);
  return { right, dueBy: Temporal.PlainDate.from(dueBy) };
}
