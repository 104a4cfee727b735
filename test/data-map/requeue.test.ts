import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { HeldOf, LegalHold } from "../../functions/policy/legal-hold.ts";
import { dueOn } from "../../functions/policy/retention-schedule.ts";
import { placeHold, releaseHold, reviewHold } from "../../functions/records/holds.ts";
import { getPlaced, placedHolds } from "../../functions/records/placed-holds.ts";
import { requeue } from "../../functions/records/requeue.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { eraseAll, recordsOf, sum } from "./erasing.ts";
import { givenStores, hold, NOW, newSubject, row, times } from "./given.ts";

const stores = givenStores();
const TODAY = Temporal.PlainDate.from("2026-11-22");
const UNTIL = "2027-06-01";
let ann: SubjectId;
let bob: SubjectId;
beforeEach(() => {
  ann = newSubject();
  bob = newSubject();
});

const application = (subject: SubjectId) => row.submission(subject, { form: "job-application" });
const dueOf = async (subject: SubjectId) =>
  (await recordsOf(stores(), subject)).flatMap(({ due }) => (due === undefined ? [] : [due]));

async function erase(subject: SubjectId) {
  let guard = await readGuard(stores().database, subject, undefined, NOW);
  let destroyed = 0;
  for (const name of ["consents", "submissions"]) {
    const pages = await eraseAll(stores().holder(name), subject, guard);
    guard = pages.at(-1)?.guard ?? guard;
    destroyed += sum(pages, "destroyed");
  }
  return destroyed;
}

/** Places, erases everybody, releases; and gives what is to be queued again. */
async function released(of: HeldOf, placed: LegalHold, people: readonly SubjectId[]) {
  await placeHold(stores().database, of, placed);
  for (const one of people) await erase(one);
  return await release(of, placed);
}

async function release(of: HeldOf, { id }: LegalHold) {
  const { database } = stores();
  await releaseHold(database, of, id);
  const found = await getPlaced(database, id);
  if (found === undefined) throw new Error("nothing is left to queue again by");
  return found;
}

/** As the desk does: again and again, each time as long as one call lasts. */
async function toTheEnd(hold: Awaited<ReturnType<typeof release>>, timeIsUp = () => false) {
  for (let rows = 0, calls = 1; ; calls += 1) {
    const once = await requeue(stores().database, hold, TODAY, timeIsUp);
    rows += once.rows;
    if (once.done || calls > 300) return { rows, calls };
  }
}

describe("what a hold had kept", () => {
  test("of one person is due at once when it is released, and goes in the next night", async () => {
    await stores().put("records", [...times(30, () => row.submission(ann)), row.consent(ann)]);
    await stores().put("records", [row.submission(bob)]);
    const placed = hold({ until: UNTIL });
    const left = await released(ann, placed, [ann]);
    expect(new Set(await dueOf(ann))).toEqual(new Set([UNTIL]));
    expect(await toTheEnd(left)).toEqual({ rows: 31, calls: 1 });
    expect(new Set(await dueOf(ann))).toEqual(new Set(["2026-11-22"]));
    expect(await dueOf(bob)).toEqual(["2027-11-23"]);
    expect(await getPlaced(stores().database, placed.id)).toBeUndefined();
    expect(await erase(ann)).toBe(31);
  });

  test("of everybody is due at once, on whatever day it was to be looked at, and nothing else of that day", async () => {
    const { database } = stores();
    const people = times(12, newSubject);
    const later = "2028-02-03";
    const reference = newReference();
    const other = { ...dueOn(Temporal.PlainDate.from(later), "contact", reference) };
    await stores().put("records", [
      ...people.flatMap((one) => [application(one), row.submission(one)]),
      row.submission(bob, other, reference),
    ]);
    const placed = hold({ scope: { form: "job-application" }, until: UNTIL });
    await placeHold(database, "house", placed);
    for (const one of people.slice(0, 6)) expect(await erase(one)).toBe(1);
    const review = { until: later, reviewedAt: "2026-11-20T09:00:00Z", reviewedBy: "tess" };
    expect(await reviewHold(database, "house", placed.id, review)).toBe("reviewed");
    for (const one of people.slice(6)) await erase(one);
    expect((await Promise.all(people.map(dueOf))).flat().sort()).toEqual([
      ...times(6, () => UNTIL),
      ...times(6, () => later),
    ]);

    const { rows, calls } = await toTheEnd(await release("house", placed));
    // It is through when it has looked once more and found nothing.
    expect([rows, calls]).toEqual([12, 2]);
    expect((await Promise.all(people.map(dueOf))).flat()).toEqual(times(12, () => "2026-11-22"));
    expect(await dueOf(bob)).toEqual([later]);
    expect((await placedHolds(database, {})).placed).toEqual([]);
  });

  test("past its day was put off from night to night, and is found as well", async () => {
    await stores().put("records", [application(ann)]);
    const placed = hold({ scope: { form: "job-application" }, until: "2026-11-01" });
    const left = await released("house", placed, [ann]);
    expect(await dueOf(ann)).toEqual(["2026-11-23"]);
    expect((await toTheEnd(left)).rows).toBe(1);
    expect(await dueOf(ann)).toEqual(["2026-11-22"]);
  });

  test.each([["one person's"], ["everybody's"]])(
    "%s is queued by many short calls as by one",
    async (whose) => {
      await stores().put(
        "records",
        times(60, () => application(ann)),
      );
      const of: HeldOf = whose === "everybody's" ? "house" : ann;
      const left = await released(of, hold({ scope: { form: "job-application" } }), [ann]);
      // A person's rows are one page; of the house there is one for each day and shard that has any.
      let pages = 0;
      const { rows, calls } = await toTheEnd(left, () => {
        pages += 1;
        return pages % 3 === 1;
      });
      expect(rows).toBe(60);
      expect(calls).toBeGreaterThan(1);
      expect(new Set(await dueOf(ann))).toEqual(new Set(["2026-11-22"]));
    },
  );

  test("and another keeps too is kept on by that, whichever goes first", async () => {
    await stores().put("records", [row.submission(ann)]);
    const [one, other] = [hold({ until: UNTIL }), hold({ until: "2027-12-01" })];
    await placeHold(stores().database, ann, one);
    await toTheEnd(await released(ann, other, [ann]));
    expect(await dueOf(ann)).toEqual(["2026-11-22"]);
    expect(await erase(ann)).toBe(0);
    expect(await dueOf(ann)).toEqual([UNTIL]);
    await toTheEnd(await release(ann, one));
    expect(await erase(ann)).toBe(1);
  });

  test("and was placed again in between is held, and its name stays", async () => {
    const { database } = stores();
    await stores().put("records", [row.submission(ann)]);
    const placed = hold({ until: UNTIL });
    const left = await released(ann, placed, [ann]);
    await placeHold(database, ann, placed);
    await toTheEnd(left);
    expect(await getPlaced(database, placed.id)).toMatchObject({ released: false });
    expect(await erase(ann)).toBe(0);
    expect(await dueOf(ann)).toEqual([UNTIL]);
  });
});
