import { expect, it } from "vitest";
import { assess } from "../../functions/fulfilment/assess.ts";
import { awaitPerson } from "../../functions/fulfilment/await-person.ts";
import { namesOf, type Point, reasonFor, unseen } from "../../functions/fulfilment/points.ts";
import { historyOf } from "../../functions/records/history.ts";
import { getRequest } from "../../functions/records/requests.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores, times } from "../data-map/given.ts";
import { type Person, somebody } from "../export/given.ts";
import { logged } from "../logged.ts";
import { assessorOf, keyOf, runOf } from "./given.ts";

const stores = givenStores();
const requestOf = (one: Person) => getRequest(stores().database, keyOf(one));
const waiting = { token: "t0k3n", reason: "a record is flagged" };
const flaggedAt = "2026-11-20T12:00:00.000Z";

it("keeps with the request what there is to look at, as it is in that moment, and says all of it", async () => {
  const one = await somebody(stores(), "portability", { sendTo: "https://other.example.com/" });
  const [flagged, application] = [newReference(), newReference()];
  await stores().put("records", [
    await one.submission({}, { flaggedAt }, flagged),
    await one.submission({}, { form: "job-application" }, application),
  ]);
  await awaitPerson(runOf(one), { ...waiting, disclosure: true }, assessorOf(stores()));
  const reason = [
    ...["there is a job application", "a record is flagged"],
    "it is to be sent to a controller that is not on the list",
  ].join("; ");
  const points = [`application ${application}`, "destination", `flag ${flagged} ${flaggedAt}`];
  expect((await requestOf(one))?.awaits).toMatchObject({ token: "t0k3n", reason, points });
  expect(await historyOf(stores().database, one.run.request)).toMatchObject([{ details: { reason } }]);
});

it("keeps nothing of it where it is about something else", async () => {
  const one = await somebody(stores());
  await stores().put("records", [await one.submission({}, { flaggedAt })]);
  await awaitPerson(runOf(one), { token: "t", reason: "SealBroken" }, assessorOf(stores()));
  const awaits = (await requestOf(one))?.awaits;
  expect(awaits).toMatchObject({ token: "t", reason: "SealBroken" });
  expect(awaits).not.toHaveProperty("points");
});

it.each([
  ["HandedOver", "handed to a person", { failed: true }],
  ["WaitsForDecision", "waits for a decision", {}],
])("says that it waits in the line that the alarm %s counts", async (_, message, how) => {
  const one = await somebody(stores());
  const lines = await logged(() => awaitPerson(runOf(one), { ...waiting, ...how }, assessorOf(stores())));
  expect(lines).toMatchObject([{ message, reference: one.run.request }]);
});

it.each(["cancelled", "completed"])("waits for nobody where it is %s", async (status) => {
  for (const disclosure of [true, false]) {
    const one = await somebody(stores(), "access", {}, { status });
    await expect(awaitPerson(runOf(one), { ...waiting, disclosure }, assessorOf(stores()))).rejects.toThrow(
      expect.objectContaining({ name: "NothingToDecide" }),
    );
  }
});

it("of what was looked at only what is new, or was flagged once more, is asked about again", async () => {
  const reference = newReference();
  const looked = [`flag ${reference} ${flaggedAt}`, "application 7Q2M0V9KABCD1234"];
  const one = await somebody(stores(), "access", {}, { status: "in-progress", looked });
  const needs = async () => {
    const { needs: who, reason } = await assess(runOf(one), assessorOf(stores()));
    return [who, reason];
  };
  await stores().put("records", [await one.submission({}, { flaggedAt }, reference)]);
  expect(await needs()).toEqual(["nobody", ""]);
  const again = { flaggedAt: "2026-11-21T12:00:00.000Z" };
  await stores().put("records", [await one.submission({}, again, reference)]);
  expect(await needs()).toEqual(["person", "a record is flagged"]);
  const more = [await one.submission({}, { flaggedAt }, reference), await one.submission({}, { flaggedAt })];
  await stores().put("records", more);
  expect(await needs()).toEqual(["person", "a record is flagged"]);
});

it("of thousands one digest is kept, and it is another with each of them", () => {
  const points = times(1500, (): Point => ({ kind: "flag", name: `flag ${newReference()}` }));
  const names = namesOf(points);
  expect(names).toHaveLength(1);
  expect(unseen(points.toReversed(), names)).toEqual([]);
  expect(reasonFor(unseen(points.slice(1), names))).toBe("records are flagged");
  expect(namesOf(points.slice(0, 1000))).toHaveLength(1000);
});
