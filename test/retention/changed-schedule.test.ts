import { beforeEach, expect, test } from "vitest";
import { type RetentionSchedule, scheduleOf } from "../../functions/policy/retention-schedule.ts";
import { keepLiveCounts, liveCounts } from "../../functions/records/nights.ts";
import { compare } from "../../functions/retention/compare.ts";
import { plan } from "../../functions/retention/plan.ts";
import { hashOf } from "../../functions/retention/sweeper.ts";
import { weigh } from "../../functions/retention/weigh.ts";
import { givenStores, newSubject, times } from "../data-map/given.ts";
import { schedule, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";
import { become } from "./simulation.ts";

const stores = givenStores();
const sweeper = (own: RetentionSchedule) =>
  sweeperOf(stores(), { schedule: own, blastRadius: { share: 20, minimum: 5 } });
/** Surveys go earlier, webcasts later. */
const changed = scheduleOf({ retention: { survey: "P1M", webcast: "P24M" } });

beforeEach(async () => {
  await become(stores(), undefined);
  await keepLiveCounts(stores().database, {
    ...{ countedAt: "2027-01-01T00:00:00Z", schedule: hashOf(schedule), counts: {} },
  });
});

const sent = (count: number, form: string, receivedAt: string) =>
  Promise.all(times(count, () => submitted(stores(), newSubject(), { form, receivedAt })));
const dueDays = async (form: string) =>
  (await stores().rows("records")).filter((row) => row.form === form).map(({ due }) => due);

test("a shorter period makes much due at once, which waits for a person in every night until somebody agrees", async () => {
  await sent(6, "survey", "2027-06-01T12:00:00Z");
  await sent(6, "webcast", "2026-10-25T12:00:00Z");
  const asked: string[] = [];
  const asking = (decision: "approve" | "refuse") => ({
    decide: ({ reason }: { reason: string }) => {
      asked.push(reason);
      return decision;
    },
  });
  const refused = await night("2027-10-20T02:30:00Z", sweeper(changed), asking("refuse"));
  expect(refused).toMatchObject({ status: "refused", counts: { waiting: { survey: 6 } } });
  expect(await dueDays("survey")).toEqual(times(6, () => "2027-07-02"));

  const again = await night("2027-10-21T02:30:00Z", sweeper(changed), asking("refuse"));
  expect(again).toMatchObject({ status: "refused", oldestOverdue: "2027-07-02" });
  expect(asked).toEqual([
    "the schedule has changed; more than usual: survey: 6 of 6",
    "more than usual: survey: 6 of 6",
  ]);
  const agreed = await night("2027-10-22T02:30:00Z", sweeper(changed), asking("approve"));
  expect(agreed.counts?.deIdentified).toEqual({ survey: 6 });
});

test("a longer period holds from the first night on, whatever is said about a shorter one", async () => {
  await sent(6, "survey", "2027-06-01T12:00:00Z");
  await sent(6, "webcast", "2026-10-25T12:00:00Z");
  await night("2027-10-20T02:30:00Z", sweeper(changed), { decide: () => "refuse" });
  expect(await dueDays("webcast")).toEqual(times(6, () => "2028-10-26"));
  const { counts } = await night("2027-10-27T02:30:00Z", sweeper(changed), { decide: () => "refuse" });
  expect(counts?.deIdentified).toEqual({});
});

test("a period that was a mistake, and is mended while a person is asked, leaves everything as it was", async () => {
  await sent(6, "survey", "2027-06-01T12:00:00Z");
  await night("2027-10-20T02:30:00Z", sweeper(changed), { decide: () => "refuse" });
  const mended = await night("2027-10-21T02:30:00Z", sweeper(schedule), { decide: () => "refuse" });
  expect(mended).toMatchObject({ status: "done", counts: { deIdentified: {} } });
  expect(await dueDays("survey")).toEqual(times(6, () => "2028-06-02"));
});

test("a look that broke off before the days were moved is begun anew", async () => {
  await sent(1, "webcast", "2026-10-25T12:00:00Z");
  const at = "2027-10-20T02:30:00Z";
  const planned = await plan({ at }, sweeper(changed));
  expect(planned).toMatchObject({ needs: "comparison", reason: "schedule changed" });
  for (const segment of planned.segments)
    await compare({ night: planned.night, at, manifest: "", segment }, sweeper(changed), () => 900_000);
  await weigh(planned, sweeper(changed));
  expect((await liveCounts(stores().database))?.schedule).toBe(hashOf(schedule));
  const report = await night("2027-10-27T02:30:00Z", sweeper(changed));
  expect(report.counts?.deIdentified).toEqual({});
  expect((await liveCounts(stores().database))?.schedule).toBe(hashOf(changed));
});
