import type { Temporal } from "temporal-polyfill";
import type { SubjectId } from "../policy/data-subject.ts";
import { duties } from "../policy/duties.ts";
import type { LegalHold } from "../policy/legal-hold.ts";
import { mayDestroy } from "../policy/may-destroy.ts";
import type { Reference } from "../policy/reference.ts";
import { shardOf } from "../policy/retention-schedule.ts";
import type { Database } from "../records/database.ts";
import { type HouseStanding, readHouse } from "../records/house-standing.ts";
import * as keys from "../records/keys.ts";
import { readStanding } from "../records/standing.ts";
import { submissionsOf } from "../records/submissions-of.ts";
import type { Guard } from "./holder.ts";

/**
 * Reads what stands against destroying a person's data: two strongly consistent queries, one of the person and one of
 * the house; and one more of their submissions while anything is held by its form.
 * @param ownRequest the request on whose behalf it is done; absent for the sweep.
 * @param known what holds for everybody, read a moment ago for somebody else (`guard.house`): a sweep saves its query by
 * it. Where it has changed since, no transaction goes through, and `reread` reads it anew. For what goes without a
 * transaction (files) it is not good enough: that takes a guard that was read right before.
 */
export async function readGuard(
  database: Database,
  subject: SubjectId,
  ownRequest: Reference | undefined,
  now: Temporal.Instant,
  known?: HouseStanding,
): Promise<Guard> {
  const [standing, house] = await Promise.all([
    readStanding(database, subject),
    known ?? readHouse(database),
  ]);
  const holds = [...standing.holds, ...house.holds];
  const others = standing.requests.filter(({ reference }) => reference !== ownRequest);
  const forms = await formsOf(database, subject, holds);
  return {
    judge: (item) => {
      const form = item.form ?? (item.record && forms.get(item.record));
      return mayDestroy({ ...item, form }, holds, others, duties, now);
    },
    covers: () => true,
    versions: {
      person: standing.version,
      house: house.versions.get(keys.houseGuard(shardOf(subject))) ?? 0,
    },
    house,
    ownRequest,
    reread: () => readGuard(database, subject, ownRequest, now),
  };
}

/**
 * With which form a record came, as far as anybody asks: a file, a link or a letter does not say it itself. They go
 * before their submission does, so that it is there to be asked.
 */
async function formsOf(
  database: Database,
  subject: SubjectId,
  holds: readonly LegalHold[],
): Promise<ReadonlyMap<Reference, string>> {
  const held = new Set(
    holds.flatMap(({ scope }) => (typeof scope === "object" && "form" in scope ? scope.form : [])),
  );
  const forms = new Map<Reference, string>();
  for (const form of held)
    for await (const reference of submissionsOf(database, subject, form)) forms.set(reference, form);
  return forms;
}

/** As things stand now, for the same erasure: what that covers is its own matter, and no reading changes it. */
export async function afresh(guard: Guard): Promise<Guard> {
  return { ...(await guard.reread()), covers: guard.covers };
}
