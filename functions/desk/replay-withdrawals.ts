import { endsAfterwards, endsAtOnce } from "../policy/choices.ts";
import { consentsOf } from "../records/consent-rows.ts";
import { historyOf } from "../records/history.ts";
import { justNote, noteAct } from "../records/note-act.ts";
import { ConsentsInEvent, type RecordedChoice, recordedChoices } from "../records/recorded-choices.ts";
import { endWithdrawn, stoodThen } from "../records/withdrawals.ts";
import type { AnswerTo } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/**
 * Ends again what people had withdrawn, after a restore of the records: by their histories, which no restore takes back.
 * What stood when they withdrew it ends as of then; what they agreed to since stands. One page; who asks goes on from
 * `next` until there is none.
 */
export async function replayWithdrawals(
  { by, from }: Asked<"replay-withdrawals">,
  desk: Desk,
): Promise<AnswerTo<"replay-withdrawals">> {
  const { choices, next } = await recordedChoices(desk.database, from);
  let consents = 0;
  for (const choice of choices) consents += await endAgain(choice, by, desk);
  return { outcome: "done", consents, next };
}

async function endAgain(choice: RecordedChoice, by: string, desk: Desk): Promise<number> {
  const { database, schedule, now } = desk;
  const { subject, receivedAt } = choice;
  const which = await whatEnded(choice, desk);
  const stood = stoodThen(await consentsOf(database, subject), which, receivedAt);
  const back = stood.filter(({ endedAt }) => endedAt === undefined);
  if (back.length > 0) {
    const event = { what: "withdrawn again after a restore", by, details: { consents: back.length } };
    await noteAct(database, choice, event, now(), justNote(database));
  }
  await endWithdrawn(database, choice, which, schedule);
  return back.length;
}

/** What it ended by itself, and where it was carried out, what somebody of the staff had read in it. */
async function whatEnded(choice: RecordedChoice, { database }: Desk): Promise<(consent: string) => boolean> {
  const history = await historyOf(database, choice.reference);
  const read = history.flatMap(({ details }) => ConsentsInEvent.safeParse(details?.read).data ?? []);
  const all = [...(choice.withdraws ?? []), ...read];
  const request = { right: choice.right, ...(all.length === 0 ? {} : { withdraws: all }) };
  const isCarriedOut = history.some(({ what }) => what === "carried out");
  return (name) => endsAtOnce(choice, name) || (isCarriedOut && endsAfterwards(request, name));
}
