import { aggregates } from "./aggregates.ts";
import type { DeskAnswer, Misunderstood } from "./answer.ts";
import { closed, decided, reopened } from "./clocks.ts";
import { approve, refuse } from "./decide.ts";
import type { Desk } from "./desk.ts";
import { flag, unflag } from "./flag.ts";
import { hold, holdEverybody, holdPerson } from "./hold.ts";
import { holds } from "./holds.ts";
import { list } from "./list.ts";
import { mask, unmask } from "./mask.ts";
import { approveSweep, refuseSweep, sweeps } from "./nights.ts";
import { openFile, showRecord } from "./open-record.ts";
import { person } from "./person.ts";
import { DeskQuestion } from "./question.ts";
import { release, releaseMatter, review } from "./release.ts";
import { replayLedger, replayStatus } from "./replay.ts";
import { replayWithdrawals } from "./replay-withdrawals.ts";
import { show } from "./show.ts";
import { verifyAudit } from "./verify-audit.ts";

/** Answers one question of the staff. What is not understood is answered too, field by field. */
export async function answerQuestion(event: unknown, desk: Desk): Promise<DeskAnswer> {
  const read = DeskQuestion.safeParse(event);
  if (!read.success) return misunderstood(read.error.issues);
  const asked = read.data;
  switch (asked.act) {
    case "list":
      return await list(asked, desk);
    case "show":
      return await show(asked, desk);
    case "show-record":
      return await showRecord(asked, desk);
    case "open-file":
      return await openFile(asked, desk);
    case "approve":
      return await approve(asked, desk);
    case "refuse":
      return await refuse(asked, desk);
    case "hold":
      return await hold(asked, desk);
    case "hold-person":
      return await holdPerson(asked, desk);
    case "hold-everybody":
      return await holdEverybody(asked, desk);
    case "holds":
      return await holds(asked, desk);
    case "review-hold":
      return await review(asked, desk);
    case "release-matter":
      return await releaseMatter(asked, desk);
    case "release":
      return await release(asked, desk);
    case "person":
      return await person(asked, desk);
    case "decided":
      return await decided(asked, desk);
    case "closed":
      return await closed(asked, desk);
    case "reopened":
      return await reopened(asked, desk);
    case "flag":
      return await flag(asked, desk);
    case "unflag":
      return await unflag(asked, desk);
    case "mask":
      return await mask(asked, desk);
    case "unmask":
      return await unmask(asked, desk);
    case "sweeps":
      return await sweeps(asked, desk);
    case "approve-sweep":
      return await approveSweep(asked, desk);
    case "refuse-sweep":
      return await refuseSweep(asked, desk);
    case "aggregates":
      return await aggregates(asked, desk);
    case "verify-audit":
      return await verifyAudit(asked, desk);
    case "replay-withdrawals":
      return await replayWithdrawals(asked, desk);
    case "replay-ledger":
      return await replayLedger(asked, desk);
    case "replay-status":
      return await replayStatus(asked, desk);
  }
}

/** Where the schema's own words would not help. */
const howToMend: Readonly<Record<string, string>> = {
  act: `must be one of ${DeskQuestion.options.map(({ shape }) => shape.act.value).join(", ")}`,
  reference: "must be the 16 letters and digits of a reference, such as 7Q2M-0V9K-4XBD-1RTP",
  scope: 'must be "everything", or name one holder of the data map, one form, or the reference of one record',
  email: "must be an e-mail address, 320 characters at most",
  most: "must be a whole number, from 1 to 1000 for requests and to 100 for nights",
  citation: "must name the article, the order or the case, in 1 to 200 characters",
};

function misunderstood(issues: readonly Issue[]): Misunderstood {
  const problems = issues.map(({ path, message, keys }) => {
    const field = keys?.join(", ") ?? String(path[0] ?? "act");
    return { field, words: keys === undefined ? (howToMend[field] ?? message) : "is not asked for here" };
  });
  return { outcome: "misunderstood", problems };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of an object: the fields that nobody knows. */
  readonly keys?: readonly string[];
}
