import { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import { dueFor, type RetentionCategory } from "../policy/retention-schedule.ts";
import { findRecord } from "../records/find-record.ts";
import type { Submission } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import { noteAct } from "../records/note-act.ts";
import { type Clock, setClock } from "../records/submission-clock.ts";
import { write } from "../records/transaction.ts";
import { type AnswerTo, type Refused, refused } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { noAddress, whoHas } from "./person.ts";
import type { Asked } from "./question.ts";

type Act = "decided" | "closed" | "reopened";

/** What the staff tells of something, as we do not see it ourselves. */
interface Told {
  /** What it is of. */
  readonly what: "application" | "account";
  /** How the history calls it. */
  readonly event: string;
  /** What it is kept as from then on, by what it was kept as. */
  readonly becomes: Readonly<Partial<Record<RetentionCategory, RetentionCategory>>>;
}

const told: Readonly<Record<Act, Told>> = {
  decided: {
    what: "application",
    event: "application decided",
    becomes: {
      "job-application": "job-application",
      "job-application-with-consent": "job-application-with-consent",
    },
  },
  closed: {
    what: "account",
    event: "account closed",
    becomes: { account: "account-closed", "account-closed": "account-closed" },
  },
  reopened: { what: "account", event: "account reopened", becomes: { "account-closed": "account" } },
};

/** Notes the day on which an application was decided: from then on its period runs. */
export const decided = (asked: Asked<"decided">, desk: Desk): Promise<AnswerTo<"decided">> =>
  begin(asked, asked.on, desk);

/** Notes the day on which an account was closed: from then on its period runs. */
export const closed = (asked: Asked<"closed">, desk: Desk): Promise<AnswerTo<"closed">> =>
  begin(asked, asked.on, desk);

/** Takes a closing by mistake back. */
export async function reopened(asked: Asked<"reopened">, desk: Desk): Promise<AnswerTo<"reopened">> {
  const found = await find(asked, desk);
  if ("outcome" in found) return found;
  return await setTo({ retention: found.becomes }, {}, found, asked, desk);
}

async function begin(
  asked: Asked<"decided" | "closed">,
  on: string,
  desk: Desk,
): Promise<AnswerTo<"decided">> {
  const today = desk.now().toString().slice(0, 10);
  if (on > today)
    return refused(
      "day-to-come",
      `${on} is still to come. Say it when the day has come. Nothing was changed.`,
    );
  const found = await find(asked, desk);
  if ("outcome" in found) return found;
  const { becomes, record } = found;
  const cameOn = record.receivedAt.slice(0, 10);
  // A wrong year would erase it in the next night.
  if (on < cameOn)
    return refused(
      "day-has-passed",
      `The ${told[asked.act].what} came on ${cameOn} and cannot have been ${asked.act} on ${on}. Say the right day, ${cameOn} or later, with --on. Nothing was changed.`,
    );
  const due = dueFor(desk.schedule, becomes, Temporal.Instant.from(`${on}T00:00Z`), record.reference);
  if (due === undefined) return nothingOfThat(asked.act);
  const clock = { retention: becomes, clockStart: on, ...due };
  const noted = await setTo(clock, { on, due: due.due }, found, asked, desk);
  return noted.outcome === "done" ? { ...noted, due: due.due } : noted;
}

interface Found {
  readonly subject: SubjectId;
  readonly record: Submission;
  readonly becomes: RetentionCategory;
}

async function find({ act, email, reference }: Asked<Act>, desk: Desk): Promise<Found | Refused> {
  const subject = await whoHas(email, desk);
  if (subject === undefined) return noAddress();
  const found = await findRecord(desk.database, subject, keys.submission(reference));
  if (found?.kind !== "submission" || found.record.status !== "confirmed") return nothingOfThat(act);
  const becomes = told[act].becomes[found.record.retention];
  return becomes === undefined ? nothingOfThat(act) : { subject, record: found.record, becomes };
}

async function setTo(
  clock: Clock,
  details: Readonly<Record<string, string>>,
  { subject, record }: Found,
  { act, by }: Asked<Act>,
  { database, now }: Desk,
): Promise<AnswerTo<"reopened">> {
  const { reference, retention } = record;
  const event = { what: told[act].event, by, details };
  const outcome = await noteAct(database, { subject, reference }, event, now(), async (note) => {
    const set = setClock(database, subject, { reference, retention }, clock);
    const written = await write<string>(database.client, { clock: set, ...note });
    if (written.outcome === "written") return "noted";
    return written.by === "clock" ? "kept" : "refused";
  });
  return outcome === "noted"
    ? { outcome: "done", reference }
    : refused(
        "held",
        "A legal hold or an open request keeps it from being erased; its day cannot be moved until that is over.",
      );
}

const nothingOfThat = (act: Act): Refused =>
  refused(
    "unknown-record",
    `This person has no confirmed ${told[act].what} with this reference${act === "reopened" ? " that was closed" : ""}. \`desk person\` lists what they have.`,
  );
