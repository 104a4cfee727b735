import { Temporal } from "temporal-polyfill";
import { ConsentName, isNoToAdvertising, keptAs } from "../policy/choices.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import type { Reference } from "../policy/reference.ts";
import { dueFor, type RetentionSchedule } from "../policy/retention-schedule.ts";
import { type ConsentRow, consentsOf } from "./consent-rows.ts";
import type { Database } from "./database.ts";
import { updateAsRead } from "./due-parts.ts";
import { findRecord } from "./find-record.ts";
import { suppressAdvertising } from "./forgetting.ts";
import * as keys from "./keys.ts";
import { type Part, write } from "./transaction.ts";

const TRIES = 5;

interface Withdrawal {
  readonly subject: SubjectId;
  readonly reference: Reference;
  /** ISO 8601: as of then its consents have ended. */
  readonly receivedAt: string;
}

/**
 * Ends what a request withdraws. Who wants no advertising by it is remembered as well, so that nobody who recommends us
 * to them has us ask. @returns how many consents have ended by this request, now or before.
 */
export async function endWithdrawn(
  database: Database,
  withdrawal: Withdrawal,
  which: (consent: string) => boolean,
  schedule: RetentionSchedule,
): Promise<number> {
  const { subject, receivedAt } = withdrawal;
  if (!ConsentName.options.some(which)) return 0;
  if (isNoToAdvertising(which)) await suppressAdvertising(database, subject, withdrawal);
  return await withdrawConsents(database, subject, which, receivedAt, schedule);
}

/**
 * Ends a person's consents from the moment at which they were withdrawn: the clock of their proof runs from then, and
 * what was kept on their strength alone has its day; each form's in one transaction. What was agreed to after that
 * moment stands. It can be run again: what has ended stays as it is.
 * @param at ISO 8601. @returns how many have ended at that moment.
 */
export async function withdrawConsents(
  database: Database,
  subject: SubjectId,
  which: (consent: string) => boolean,
  at: string,
  schedule: RetentionSchedule,
): Promise<number> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const rows = stoodThen(await consentsOf(database, subject), which, at);
    const open = Map.groupBy(
      rows.filter(({ endedAt }) => endedAt === undefined),
      ({ reference }) => reference,
    );
    if (open.size === 0) return rows.filter(({ endedAt }) => endedAt === at).length;
    for (const [reference, consents] of open) {
      const parts = [
        ...consents.map((row) => end(database, row, at, schedule)),
        ...(await keptNoLonger(database, subject, reference, consents, at, schedule)),
      ];
      // Where something changed in between all of it is looked at again.
      await write<string>(database.client, Object.fromEntries(parts.map((part, i) => [`change ${i}`, part])));
    }
  }
  throw new HolderUnavailable("the consents kept changing");
}

/** Those of the consents that a withdrawal is about: what was agreed to after it came stands. @param at ISO 8601. */
export const stoodThen = (
  consents: readonly ConsentRow[],
  which: (consent: string) => boolean,
  at: string,
): readonly ConsentRow[] => consents.filter(({ name, confirmedAt }) => which(name) && confirmedAt <= at);

function end(database: Database, row: ConsentRow, endedAt: string, schedule: RetentionSchedule): Part {
  const due = dueFor(schedule, "consent-proof", Temporal.Instant.from(endedAt), row.reference);
  return updateAsRead(database, row, { endedAt: undefined, due: row.due }, { endedAt, ...due });
}

/** A hold keeps it to its own day; then it is judged as what it has become. */
async function keptNoLonger(
  database: Database,
  subject: SubjectId,
  reference: Reference,
  consents: readonly ConsentRow[],
  at: string,
  schedule: RetentionSchedule,
): Promise<readonly Part[]> {
  const found = await findRecord(database, subject, keys.submission(reference));
  if (found?.kind !== "submission") return [];
  const { retention, receivedAt, clockStart, due, retained } = found.record;
  const names = consents.map(({ name }) => name);
  const kept = keptAs(names, retention);
  if (kept === undefined) return [];
  const start = kept === "withdrawn" ? at.slice(0, 10) : clockStart;
  const from = Temporal.Instant.from(start === undefined ? receivedAt : `${start}T00:00Z`);
  return [
    updateAsRead(
      database,
      { pk: keys.subject(subject), sk: keys.submission(reference) },
      { retention, due },
      {
        retention: kept,
        ...(start === undefined ? {} : { clockStart: start }),
        ...(retained === undefined ? dueFor(schedule, kept, from, reference) : { dueAs: kept }),
      },
    ),
  ];
}
