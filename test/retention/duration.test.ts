import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { givenStores, newSubject, times } from "../data-map/given.ts";
import { logged } from "../logged.ts";
import { submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();

/** A clock that stands still until it is moved. */
function standing(start: string) {
  let now = Temporal.Instant.from(start);
  const on = (duration: string): void => {
    now = now.add(duration);
  };
  return { clock: () => now, on };
}

const lasted = (lines: readonly Readonly<Record<string, unknown>>[]) =>
  lines.filter(({ message }) => message === "night reported").map(({ milliseconds }) => milliseconds);

test("the proof an hour after a night takes its own time, not the hour", async () => {
  const { clock, on } = standing("2027-01-03T02:30:00Z");
  const sweeper = sweeperOf(stores(), { clock });
  await submitted(stores(), newSubject(), { receivedAt: "2025-01-02T12:00:00Z" });
  await night("2027-01-03T02:30:00Z", sweeper, { planned: async () => on("PT2S") });
  on("PT1H");
  await submitted(stores(), newSubject(), { receivedAt: "2025-01-02T12:00:00Z" });
  const lines = await logged(async () => {
    const again = { proof: true, planned: async () => on("PT5S") };
    expect(await night("2027-01-03T03:30:00Z", sweeper, again)).toMatchObject({
      ...{ startedAt: "2027-01-03T02:30:00.000Z", ranFrom: "2027-01-03T03:30:02.000Z" },
      ...{ endedAt: "2027-01-03T03:30:07.000Z", counts: { erased: { contact: 2 } } },
    });
  });
  expect(lasted(lines)).toEqual([5000]);
});

test("the days in which a person did not answer are nobody's work", async () => {
  const { clock, on } = standing("2028-01-03T02:30:00Z");
  const sweeper = sweeperOf(stores(), { clock, blastRadius: { share: 20, minimum: 5 } });
  const receivedAt = "2026-01-02T12:00:00Z";
  await Promise.all(times(6, () => submitted(stores(), newSubject(), { receivedAt })));
  const lines = await logged(async () => {
    await night("2028-01-03T02:30:00Z", sweeper, { meanwhile: async () => on("PT72H") });
  });
  expect(lasted(lines)).toEqual([0, 0]);
});
