import { describe, expect, test } from "vitest";
import { SHARDS } from "../../functions/policy/retention-schedule.ts";
import { readAfresh } from "../../functions/records/due-parts.ts";
import { getNight } from "../../functions/records/night-decisions.ts";
import { keepLiveCounts } from "../../functions/records/nights.ts";
import { plan } from "../../functions/retention/plan.ts";
import { hashOf } from "../../functions/retention/sweeper.ts";
import { givenStores, newSubject, times } from "../data-map/given.ts";
import { requested, schedule, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
const sweeper = () => sweeperOf(stores(), { blastRadius: { share: 20, minimum: 5 } });
const live = (counts: object) =>
  keepLiveCounts(stores().database, {
    ...{ countedAt: "2027-01-01T00:00:00Z", schedule: hashOf(schedule), counts },
  });

const due = (count: number, receivedAt: string, status: "unverified" | "confirmed" = "confirmed") =>
  Promise.all(times(count, () => submitted(stores(), newSubject(), { receivedAt, status })));

describe("what is due in a night", () => {
  test("goes by itself while it is few of many, or few at all", async () => {
    await live({ contact: 100 });
    await due(4, "2027-01-01T12:00:00Z");
    expect(await plan({ at: "2029-01-02T02:30:00Z" }, sweeper())).toMatchObject({
      needs: "nobody",
      reason: "",
    });
    await due(16, "2027-01-01T12:00:00Z");
    expect(await plan({ at: "2029-01-02T02:30:00Z" }, sweeper())).toMatchObject({ needs: "nobody" });
    expect((await night("2029-01-02T02:30:00Z", sweeper())).counts?.erased).toEqual({ contact: 20 });
  });

  test("waits for a person where it is too much, with its days and its manifest", async () => {
    await live({ contact: 20 });
    await due(6, "2027-02-01T12:00:00Z");
    const at = "2029-02-02T02:30:00Z";
    const asked: unknown[] = [];
    const report = await night(at, sweeper(), {
      decide: (asks) => {
        asked.push(asks);
        return "approve";
      },
      meanwhile: async () => {
        expect(await getNight(stores().database, "2029-02-02")).toMatchObject({
          ...{ status: "awaiting-person", preview: { contact: { "2029-02-02": 6 } } },
          ...{ counts: { waiting: { contact: 6 }, failed: {} }, oldestOverdue: "2029-02-02" },
          awaits: { reason: "more than usual: contact: 6 of 6", until: expect.any(String) },
        });
      },
    });
    // Of all that there is it was all: the look at the table has counted it.
    const reason = "more than usual: contact: 6 of 6";
    expect(asked).toEqual([
      { manifest: expect.stringMatching(/^[0-9a-f]{64}$/), reason, categories: ["contact"] },
    ]);
    expect(report).toMatchObject({ status: "done", counts: { erased: { contact: 6 }, failed: {} } });
    expect(report.counts).not.toHaveProperty("waiting");
    expect(report.oldestOverdue).toBeUndefined();
  });

  test("goes in whatever number where it was promised to strangers, or is a copy", async () => {
    await live({});
    await due(30, "2027-03-01T12:00:00Z", "unverified");
    for (let n = 0; n < 6; n += 1)
      await requested(stores(), newSubject(), { receivedAt: "2027-03-01T12:00:00Z", bundle: true });
    const report = await night("2027-03-09T02:30:00Z", sweeper(), { decide: () => "refuse" });
    expect(report.counts?.erased).toEqual({ unverified: 30, "export-bundle": 6 });
  });
});

describe("a night in which nothing is due", () => {
  test("is a query a shard and three calls more", async () => {
    await live({ contact: 1 });
    stores().rig.gateway.clear();
    expect((await night("2026-12-01T02:30:00Z", sweeper())).status).toBe("done");
    const actions = stores().actions();
    expect(actions.filter((action) => action === "dynamodb:Query")).toHaveLength(SHARDS.length);
    expect(actions).toHaveLength(SHARDS.length + 3);
  });

  test("in a table that is new looks through it once, and asks nobody", async () => {
    const planned = await plan(
      { at: "2026-12-02T02:30:00Z" },
      {
        ...sweeper(),
        schedule: {
          ...schedule,
          contact: { ...schedule.contact, period: "P25M" },
        },
      },
    );
    expect(planned).toMatchObject({ needs: "comparison", reason: "schedule changed" });
    expect(await readAfresh(stores().database, [])).toEqual([]);
  });
});
