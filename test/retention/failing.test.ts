import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { dueOn, SHARDS, shardOf } from "../../functions/policy/retention-schedule.ts";
import { markerKey } from "../../functions/records/chain-markers.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores, newSubject, times } from "../data-map/given.ts";
import { submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
const AT = "2029-01-06T02:30:00Z";

/** A reference whose rows are in that shard. */
function referenceIn(shard: string): string {
  for (;;) {
    const reference = newReference();
    if (shardOf(reference) === shard) return reference;
  }
}

test("rows that nobody can read keep no others from going, however many they are, and are told as failed", async () => {
  const day = Temporal.PlainDate.from("2029-01-01");
  for (const shard of SHARDS)
    await stores().put(
      "records",
      times(11, () => ({
        ...{ pk: `subject#${newSubject()}`, sk: `of-a-later-release#${newReference()}` },
        ...dueOn(day, "contact", referenceIn(shard)),
      })),
    );
  await Promise.all(
    times(20, () => submitted(stores(), newSubject(), { receivedAt: "2027-01-05T12:00:00Z" })),
  );

  const report = await night(AT, sweeperOf(stores()));

  expect(report.counts).toMatchObject({ erased: { contact: 20 }, failed: { contact: 11 * SHARDS.length } });
  expect(report.oldestOverdue).toBe("2029-01-01");
});

test("a history that cannot be judged keeps no other from going", async () => {
  const [broken, fine] = [newSubject(), newSubject()];
  const lastEventAt = "2030-01-05T12:00:00.000Z";
  const [stays, goes] = [newReference(), newReference()];
  const marked = (subject: string, reference: typeof goes) => ({
    ...{ ...markerKey(reference), reference, subject, lastEventAt },
    ...dueOn(Temporal.PlainDate.from("2033-01-06"), "audit", "in one shard"),
  });
  await stores().put("records", [
    { pk: `subject#${broken}`, sk: "hold#of-a-later-release", scope: { house: true } },
    ...[marked(broken, stays), marked(fine, goes)],
  ]);

  const { counts } = await night("2033-01-06T02:30:00Z", sweeperOf(stores()));

  expect(counts).toMatchObject({ erased: { audit: 1 }, failed: { audit: 1 } });
  const left = (await stores().rows("records")).filter(({ pk }) => pk.startsWith("audit#"));
  expect(left.map(({ reference }) => reference)).toEqual([stays]);
});
