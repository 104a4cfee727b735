import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { placeHold } from "../../functions/records/holds.ts";
import { getNight } from "../../functions/records/night-decisions.ts";
import { newReference } from "../../functions/records/secrets.ts";
import type { SweepCounts } from "../../functions/records/sweeps.ts";
import { preview } from "../../functions/retention/preview.ts";
import { reportFailure } from "../../functions/retention/report.ts";
import type { Sweeper } from "../../functions/retention/sweeper.ts";
import { givenStores, hold, newSubject, times } from "../data-map/given.ts";
import { requested, schedule, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";
import { dayAt, population } from "./population.ts";
import { seed } from "./seeding.ts";
import { become, worldOf } from "./simulation.ts";

const stores = givenStores();
const WHOLE = () => 900_000;
const foresee = (at: string, sweeper: Sweeper = sweeperOf(stores())) => preview({ at }, sweeper, WHOLE);
const send = (receivedAt: string, subject = newSubject(), more: object = {}) =>
  submitted(stores(), subject, { receivedAt, ...more });
const NIGHT = "2029-01-06T02:30:00Z";
const heldOn = hold({ scope: "everything", until: "2031-01-01" });

beforeEach(() => become(stores(), undefined));

describe("a preview", () => {
  test("says what would go, on which day it was due, and writes nothing", async () => {
    await send("2027-01-05T12:00:00Z");
    await send("2027-01-04T12:00:00Z");
    await send("2027-01-06T12:00:00Z");
    const before = await worldOf(stores());
    const { due, kept, reason, heldBack } = await foresee(NIGHT);
    expect({ due, kept, reason, heldBack }).toEqual({
      ...{ due: { contact: { "2029-01-05": 1, "2029-01-06": 1 } }, kept: {} },
      ...{ reason: "", heldBack: [] },
    });
    expect(await worldOf(stores())).toEqual(before);
    expect(await getNight(stores().database, "2029-01-06")).toBeUndefined();
  });

  test("asks the guard: what a hold keeps, or a question that is open, is told apart, whether or not it was kept before", async () => {
    const [ann, bob, eve] = [newSubject(), newSubject(), newSubject()];
    for (const subject of [ann, bob, eve]) await send("2027-01-05T12:00:00Z", subject);
    await placeHold(stores().database, ann, heldOn);
    await requested(stores(), bob, { receivedAt: "2029-01-02T12:00:00Z", status: "in-progress" });
    // Its hold is released by now.
    const retained = { ground: "legal-claim", citation: "x", until: "2029-01-06", hold: "a hold" };
    await send("2026-01-05T12:00:00Z", eve, { more: { due: "2029-01-06", retained } });
    const { due, kept } = await foresee(NIGHT);
    expect({ due, kept }).toEqual({
      due: { contact: { "2029-01-06": 2 } },
      kept: { contact: { "2029-01-06": 2 } },
    });
  });

  test("lists no message that a later one keeps", async () => {
    const ann = newSubject();
    await send("2027-01-05T12:00:00Z", ann);
    await send("2028-01-05T12:00:00Z", ann);
    expect(await foresee(NIGHT)).toMatchObject({ due: {}, kept: {} });
  });

  test("says of what more would go than usual, and that the schedule has changed", async () => {
    await Promise.all(times(6, () => send("2027-01-05T12:00:00Z")));
    await send("2026-01-05T12:00:00Z", newSubject(), { form: "comment" });
    const narrow = { ...sweeperOf(stores()), blastRadius: { share: 20, minimum: 5 } };
    expect(await foresee(NIGHT, narrow)).toMatchObject({ reason: "", heldBack: ["contact"] });
    const changed = { ...schedule, event: { ...schedule.event, period: "P1M" as const } };
    expect(await foresee(NIGHT, { ...narrow, schedule: changed })).toMatchObject({
      reason: "schedule changed",
    });
  });

  test("counts as due what it has no time to ask about, and says how much that is", async () => {
    const ann = newSubject();
    await send("2027-01-05T12:00:00Z", ann);
    await send("2027-01-05T12:00:00Z");
    await placeHold(stores().database, ann, heldOn);
    expect(await preview({ at: NIGHT }, sweeperOf(stores()), () => 0)).toMatchObject({
      ...{ due: { contact: { "2029-01-06": 2 } }, kept: {}, unasked: 2 },
    });
  });

  test("that broke off is no night that failed", async () => {
    const failure = { Error: "States.Timeout" };
    await reportFailure({ at: NIGHT, preview: true, failure }, sweeperOf(stores()));
    expect(await getNight(stores().database, "2029-01-06")).toBeUndefined();
    await reportFailure({ at: NIGHT, failure }, sweeperOf(stores()));
    expect(await getNight(stores().database, "2029-01-06")).toMatchObject({ status: "failed" });
  });

  test("is what then happens", async () => {
    await fc.assert(
      fc.asyncProperty(population, async (people) => {
        await become(stores(), undefined);
        for (const { things, hold: held } of people) {
          const subject = newSubject();
          for (const thing of things) await seed(stores(), subject, thing);
          if (held !== undefined)
            await placeHold(stores().database, subject, hold({ id: newReference(), scope: "everything" }));
        }
        for (const n of [40, 200, 420, 700]) {
          const at = `${dayAt(n)}T02:30:00Z`;
          const { due, kept } = await foresee(at);
          const { counts } = await night(at, sweeperOf(stores()));
          expect({ due: perCategory(due), kept: perCategory(kept) }).toEqual(done(counts));
        }
      }),
      { numRuns: Number(process.env.NUM_RUNS ?? 1), endOnFailure: true },
    );
  }, 600_000);
});

const sum = (counts: Readonly<Record<string, number>> = {}) =>
  Object.values(counts).reduce((all, count) => all + count, 0);
const perCategory = (counts: Readonly<Record<string, Record<string, number>>> = {}) =>
  Object.fromEntries(Object.entries(counts).map(([category, days]) => [category, sum(days)]));

const done = (counts: SweepCounts | undefined) => ({
  due: { ...counts?.erased, ...counts?.deIdentified },
  kept: perCategory(counts?.deferred as Record<string, Record<string, number>>),
});
