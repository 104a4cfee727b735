import { Temporal } from "temporal-polyfill";
import { dueFor, type RetentionCategory } from "../policy/retention-schedule.ts";
import { findRecord } from "../records/find-record.ts";
import type { Submission } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { noteAct } from "../records/note-act.ts";
import { startClockAnew } from "../records/submission-clock.ts";
import { write } from "../records/transaction.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { noAddress, whoHas } from "./person.ts";
import type { Asked } from "./question.ts";

/** What is kept from a decision on: the schedule's own words for their clock (`policy/retention-of-forms.ts`). */
const DECIDED: readonly RetentionCategory[] = ["job-application", "job-application-with-consent"];

/** Notes the day on which an application was decided: from then on its period runs. */
export async function decided(asked: Asked<"decided">, desk: Desk): Promise<AnswerTo<"decided">> {
  const { email, reference, on, by } = asked;
  const { database, schedule } = desk;
  const subject = await whoHas(email, desk);
  if (subject === undefined) return noAddress();
  const now = desk.now();
  if (on > now.toString().slice(0, 10))
    return refused("day-to-come", `${on} is still to come. Say it when it is decided. Nothing was changed.`);
  const found = await findRecord(database, subject, keys.submission(reference));
  if (found?.kind !== "submission" || !isToBeDecided(found.record)) return nothingToDecide();
  const { retention, receivedAt } = found.record;
  const cameOn = receivedAt.slice(0, 10);
  // A wrong year would erase the application in the next night.
  if (on < cameOn)
    return refused(
      "day-has-passed",
      `The application came on ${cameOn} and cannot have been decided on ${on}. Say the day of the decision, ${cameOn} or later, with --on. Nothing was changed.`,
    );
  const due = dueFor(schedule, retention, Temporal.Instant.from(`${on}T00:00Z`), reference);
  if (due === undefined) return nothingToDecide();
  const event = { what: "application decided", by, details: { on, due: due.due } };
  const outcome = await noteAct(database, { subject, reference }, event, now, async (note) => {
    const clock = startClockAnew(database, subject, reference, on, due);
    const written = await write<string>(database.client, { clock, ...note });
    if (written.outcome === "written") return "noted";
    return written.by === "clock" ? "kept" : "refused";
  });
  return outcome === "noted"
    ? { outcome: "done", reference, due: due.due }
    : refused(
        "held",
        "A legal hold keeps it from being erased; its day cannot be moved until that is released.",
      );
}

const isToBeDecided = ({ status, retention }: Submission) =>
  status === "confirmed" && DECIDED.includes(retention);

const nothingToDecide = (): Refused =>
  refused(
    "unknown-record",
    "This person has no confirmed application with this reference. `desk person` lists what they have.",
  );
