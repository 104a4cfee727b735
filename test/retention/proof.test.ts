import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import type { RetentionSchedule } from "../../functions/policy/retention-schedule.ts";
import { placeHold, releaseHold, reviewHold } from "../../functions/records/holds.ts";
import { liveCounts } from "../../functions/records/nights.ts";
import { compare } from "../../functions/retention/compare.ts";
import type { Segment } from "../../functions/retention/payloads.ts";
import { plan } from "../../functions/retention/plan.ts";
import { weigh } from "../../functions/retention/weigh.ts";
import { givenStores, hold, newSubject, type Row, row, times } from "../data-map/given.ts";
import { logged } from "../logged.ts";
import { requested, schedule, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
const sweeper = (own: RetentionSchedule = schedule) =>
  sweeperOf(stores(), { schedule: own, blastRadius: { share: 20, minimum: 5 } });

const rows = () => stores().rows("records");
const change = (reference: string, update: string, values?: Record<string, unknown>) =>
  rows().then(async (all) => {
    const found = all.find((one) => one.reference === reference) as Row;
    await stores().database.client.send(
      new UpdateCommand({
        TableName: stores().database.records,
        Key: { pk: found.pk, sk: found.sk },
        UpdateExpression: update,
        ExpressionAttributeNames: { "#due": "due" },
        ExpressionAttributeValues: values,
      }),
    );
  });
const empty = async () => {
  for (const { pk, sk } of await rows())
    await stores().database.client.send(
      new DeleteCommand({ TableName: stores().database.records, Key: { pk, sk } }),
    );
};

describe("the weekly proof", () => {
  test("counts what there is, and finds nothing where every row has its day", async () => {
    const subject = newSubject();
    await submitted(stores(), subject, { receivedAt: "2027-01-01T12:00:00Z", consents: ["it"] });
    await submitted(stores(), subject, { form: "newsletter", receivedAt: "2020-01-01T12:00:00Z" });
    await requested(stores(), subject, { receivedAt: "2027-01-01T12:00:00Z", bundle: true });
    await requested(stores(), subject, { receivedAt: "2027-01-01T12:00:00Z", status: "in-progress" });
    await stores().put("records", [row.outbox(subject)]);
    const report = await night("2027-01-03T02:30:00Z", sweeper(), { proof: true });
    expect(report.proof).toEqual({ looked: 6, missed: {} });
    expect((await liveCounts(stores().database))?.counts).toEqual({
      ...{ contact: 1, newsletter: 1, "export-bundle": 1 },
    });
  });

  test("tells of the holds whose day has passed and that nobody has looked at, until somebody has", async () => {
    const [ann, { database }] = [newSubject(), stores()];
    const told = async (at: string) => {
      const lines = await logged(() => night(`${at}T03:30:00Z`, sweeper(), { proof: true }));
      return lines.flatMap(({ message, count }) => (message === "holds nobody has looked at" ? [count] : []));
    };
    const [first, second] = [
      hold({ id: "first", until: "2027-01-09" }),
      hold({ id: "second", until: "2027-03-01" }),
    ];
    await placeHold(database, ann, first);
    await placeHold(database, "house", { ...second, scope: { form: "comment" } });
    expect(await told("2027-01-09")).toEqual([]);
    expect(await told("2027-01-10")).toEqual([1]);
    const review = { until: "2027-02-01", reviewedAt: "2027-01-11T09:00:00.000Z", reviewedBy: "tess" };
    await reviewHold(database, ann, "first", review);
    expect(await told("2027-01-17")).toEqual([]);
    await releaseHold(database, "house", "second");
    expect(await told("2027-03-07")).toEqual([1]);
    await releaseHold(database, ann, "first");
    expect(await told("2027-03-14")).toEqual([]);
  });

  test("reports what the index could not find, gives it its day, and the same night lets it go", async () => {
    await empty();
    const lost = await submitted(stores(), newSubject(), { receivedAt: "2027-02-01T12:00:00Z" });
    await change(lost, "REMOVE #due");
    const late = await submitted(stores(), newSubject(), { receivedAt: "2027-02-01T12:00:00Z" });
    await change(late, "SET #due = :due", { ":due": "2033-01-01" });
    const kept = await submitted(stores(), newSubject(), {
      receivedAt: "2027-02-01T12:00:00Z",
      more: { due: "2034-01-01", retained: { ground: "legal-claim", citation: "x", until: "2034-01-01" } },
    });
    await night("2029-02-03T02:30:00Z", sweeper());
    expect(await rows()).toHaveLength(3);

    const report = await night("2029-02-04T03:30:00Z", sweeper(), { proof: true });

    expect(report.proof).toEqual({ looked: 3, missed: { contact: 1 } });
    expect(report.counts?.erased).toEqual({ contact: 2 });
    expect(await rows()).toMatchObject([{ reference: kept, due: "2034-01-01" }]);
  });

  test("tells of what was missed, and does not call so what waits for a person", async () => {
    await empty();
    await Promise.all(
      times(6, () => submitted(stores(), newSubject(), { receivedAt: "2027-03-01T12:00:00Z" })),
    );
    const failed = await submitted(stores(), newSubject(), {
      form: "comment",
      receivedAt: "2026-03-04T12:00:00Z",
    });
    await night("2029-03-02T02:30:00Z", sweeper(), { decide: () => "nothing" });
    await change(failed, "SET #due = :due", { ":due": "2029-03-01" });
    const lines = await logged(async () => {
      const report = await night("2029-03-04T03:30:00Z", sweeper(), { proof: true });
      expect(report.proof).toEqual({ looked: 7, missed: { comment: 1 } });
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "missed by the nights before", count: 1 }),
    );
  });

  test("is exact where its calls are cut, and run again", async () => {
    await empty();
    await Promise.all(
      times(40, () => submitted(stores(), newSubject(), { receivedAt: "2027-03-01T12:00:00Z" })),
    );
    const planned = await plan({ at: "2027-03-04T02:30:00Z", proof: true }, sweeper());
    for (const segment of planned.segments) {
      let part: Segment | undefined = { night: planned.night, at: planned.at, manifest: "", segment };
      while (part !== undefined) {
        await compare(part, sweeper(), () => 0);
        const on: Segment = await compare(part, sweeper(), () => 0);
        part = on.more === undefined ? undefined : on;
      }
    }
    expect(await weigh(planned, sweeper())).toMatchObject({ needs: "nobody", manifest: "", compared: true });
    expect((await liveCounts(stores().database))?.counts).toEqual({ contact: 40 });
  });

  test("leaves nothing behind that names a person or a record, wherever its calls were cut", async () => {
    await empty();
    const people = times(400, newSubject);
    // More than a page of the table, so that each segment is looked at in several calls.
    await stores().put(
      "records",
      people.map((one) => row.submission(one, { sealed: "s".repeat(30_000) })),
    );
    await night("2027-03-07T02:30:00Z", sweeper(), { proof: true, remaining: () => 0 });
    const kept = (await stores().rows("aggregates")).filter(({ sk }) => sk.startsWith("compared#"));
    expect(kept.length).toBeGreaterThan(8);
    const told = JSON.stringify(await stores().rows("aggregates"));
    expect(people.filter((one) => told.includes(one))).toEqual([]);
    expect(told).not.toMatch(/submission#|subject#/);
  });
});
