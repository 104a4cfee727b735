import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { givenStores, hold, newSubject } from "../data-map/given.ts";
import { objects, submitted, sweeperOf } from "./given.ts";

const stores = givenStores();

test("files stay where a hold on everybody came after the house was read for others of the same step", async () => {
  const { database } = stores();
  const [ann, bob] = [newSubject(), newSubject()];
  const reference = await submitted(stores(), bob, { receivedAt: "2027-01-05T12:00:00Z", files: ["cv"] });
  const now = Temporal.Instant.from("2029-01-06T02:30:00Z");
  const { house } = await readGuard(database, ann, undefined, now);
  const guard = await readGuard(database, bob, undefined, now, house);
  const placed = hold({ scope: { form: "contact" }, until: "2030-01-01" });
  await placeHold(database, "house", placed);
  const due = { pk: `subject#${bob}`, sk: `submission#${reference}`, due: "2029-01-06" };
  const night = {
    ...{ night: "2029-01-06", shard: "0", now, schedule: sweeperOf(stores()).schedule, database },
    tally: async () => ({ form: "", month: "", answers: [] }),
    ...{ mayGo: () => true, mayFollow: () => true },
  };
  await stores()
    .holder("submissions")
    .due?.(bob, [{ ...due, dueAs: "contact" }], guard, night);
  expect(await objects(stores(), "attachments")).toContain(`${bob}/${reference}/cv`);
  expect((await stores().rows("records")).find(({ sk }) => sk === due.sk)).toMatchObject({
    due: "2030-01-01",
    retained: { hold: placed.id },
  });
  await releaseHold(database, "house", placed.id);
});
