import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { HoldScope } from "../../functions/policy/legal-hold.ts";
import { placeHold } from "../../functions/records/holds.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores, hold, newSubject } from "../data-map/given.ts";
import { night } from "./nights.ts";
import { nightsOfGoing, type SimulatedHold } from "./oracle.ts";
import { dayAt, NIGHTS, type Person, population } from "./population.ts";
import type { Clock, Seeded } from "./seeded-clocks.ts";
import { seed } from "./seeding.ts";
import { become, directly, endOf, noon, type World, withShortProofs, worldOf } from "./simulation.ts";

// Two lines a night would be two thousand.
vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = "SILENT";
});

const started = givenStores();
const stores = () => ({ ...started(), schedule: withShortProofs });
const LAST = dayAt(NIGHTS);

/** After each night that runs: how many do not, and how the next one runs. */
const disturbance = fc.array(
  fc.record({
    skipped: fc.integer({ min: 0, max: 7 }),
    runs: fc.constantFrom("once" as const, "twice" as const, "in parallel" as const),
  }),
  { minLength: 60, maxLength: 60 },
);

test("in two years of nights everything goes in its own, what is held stays, and missed nights change nothing", async () => {
  await fc.assert(
    fc.asyncProperty(population, disturbance, async (people, disturbed) => {
      await become(stores(), undefined);
      const { everything, holds } = await settle(people);
      const first = await worldOf(stores());
      const expected = everything.flatMap((one) => {
        const nights = nightsOfGoing(one, everything, holds, dayAt, LAST);
        return one.clocks.map((clock, i) => ({ clock, goes: nights[i] }));
      });

      const undisturbed = await live(everything, holds, [], async (day, went) => {
        const wanted = expected.filter(({ goes }) => goes === day);
        expect({ day, went }, JSON.stringify(wanted)).toEqual({ day, went: wanted.length });
        if (Date.parse(day) % SOMETIMES === 0) check(day, await worldOf(stores()), expected);
      });
      check(LAST, await worldOf(stores()), expected);
      await become(stores(), first);
      const late = await live(everything, holds, disturbed);
      expect(late).toEqual(undisturbed);
    }),
    { numRuns: Number(process.env.NUM_RUNS ?? 1), endOnFailure: true },
  );
}, 600_000);

async function settle(people: readonly Person[]) {
  const everything: Seeded[] = [];
  const holds: SimulatedHold[] = [
    // On everybody: whatever came with a form, and the proofs of what was agreed to with it.
    { id: newReference(), scope: { form: "comment" }, until: dayAt(201), released: dayAt(215) },
    { id: newReference(), scope: { form: "event" }, until: dayAt(400), released: dayAt(420) },
  ];
  for (const { things, hold: held } of people) {
    const subject = newSubject();
    const seeded: Seeded[] = [];
    for (const thing of things) seeded.push(await seed(stores(), subject, thing));
    everything.push(...seeded);
    const scope = held === undefined ? undefined : scopeOf(held, seeded);
    if (held === undefined || scope === undefined) continue;
    const { released } = held;
    // What is never released is to be looked at near the end; else each night of two years would look at it.
    const until = released === undefined ? NIGHTS - 20 + (held.until % 100) : held.until;
    holds.push({
      ...{ subject, id: newReference(), scope, until: dayAt(until) },
      released: released === undefined ? undefined : dayAt(until + released),
    });
  }
  for (const { id, subject, scope, until } of holds)
    await placeHold(stores().database, subject ?? "house", hold({ id, scope, until }));
  return { everything, holds };
}

/** @returns undefined where the person has nothing of the kind. */
function scopeOf({ scope }: NonNullable<Person["hold"]>, seeded: readonly Seeded[]): HoldScope | undefined {
  const [first] = seeded.flatMap(({ clocks }) => clocks);
  const form = seeded.flatMap(({ clocks }) => clocks).find((clock) => clock.form !== undefined)?.form;
  switch (scope) {
    case "everything":
      return scope;
    case "first record":
      return first && { record: first.record };
    case "first form":
      return form === undefined ? undefined : { form };
    default:
      return { holder: scope };
  }
}

/** @param afterwards called after each night, with how many things it let go. */
async function live(
  everything: readonly Seeded[],
  holds: readonly SimulatedHold[],
  disturbed: readonly { readonly skipped: number; readonly runs: "once" | "twice" | "in parallel" }[],
  afterwards?: (day: string, went: number) => Promise<void>,
) {
  const sweeper = directly(stores());
  const left = [...disturbed];
  let next = 1;
  let runs: "once" | "twice" | "in parallel" = "once";
  for (let n = 1; n <= NIGHTS; n += 1) {
    const day = dayAt(n);
    if (n === next || n === NIGHTS) {
      const at = `${day}T02:30:00Z`;
      const reports = await Promise.all(
        runs === "in parallel" ? [night(at, sweeper), night(at, sweeper)] : [night(at, sweeper)],
      );
      if (runs === "twice") reports.push(await night(at, sweeper));
      for (const { status, counts, oldestOverdue } of reports) {
        expect(status).toBe("done");
        if (runs !== "in parallel")
          expect({ failed: counts?.failed, oldestOverdue }).toEqual({ failed: {}, oldestOverdue: undefined });
      }
      const done = reports.flatMap(({ counts }) => [counts?.erased, counts?.deIdentified]);
      await afterwards?.(
        day,
        done.flatMap((by) => Object.values(by ?? {})).reduce((sum, n) => sum + n, 0),
      );
      const how = left.shift();
      next = n + 1 + (how?.skipped ?? 0);
      runs = how?.runs ?? "once";
    }
    await noon(sweeper, day, holds, everything);
  }
  sweeper.end();
  return endOf(await worldOf(stores()));
}

const SOMETIMES = 90 * 86_400_000;

interface Expected {
  readonly clock: Clock;
  readonly goes: string | undefined;
}

/** All that is there must be, and all that is gone must have gone. */
function check(day: string, world: World, expected: readonly Expected[]): void {
  for (const { clock, goes } of expected)
    expect({ day, clock, goes, there: isThere(world, clock) }).toMatchObject({
      there: goes === undefined || goes > day,
    });
}

function isThere({ tables, exports }: World, { at: { table, place, attribute } }: Clock): boolean {
  if (table === "exports") return exports.some((key) => key.endsWith(place));
  if (table === "audit") return tables.audit.some(({ pk }) => pk === place);
  return tables.records.some(
    (row) => row.sk === place && (attribute === undefined || row[attribute] !== undefined),
  );
}
