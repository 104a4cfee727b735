import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { Temporal } from "temporal-polyfill";
import { beforeEach, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import * as keys from "../../functions/records/keys.ts";
import { getPlaced } from "../../functions/records/placed-holds.ts";
import { requeue } from "../../functions/records/requeue.ts";
import { withdrawConsents } from "../../functions/records/withdrawals.ts";
import { givenStores, hold, newSubject } from "../data-map/given.ts";
import { ofPerson, requested, schedule, submitted, sweeperOf } from "./given.ts";
import { night } from "./nights.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const run = (at: string) => night(`${at}T02:30:00Z`, sweeperOf(stores()));
const theirs = async () =>
  ofPerson(await stores().rows("records"), ann).filter(({ sk }) => sk.startsWith("submission#"));

/** As the desk does, until it is through. */
async function release({ id }: { readonly id: string }, day: string, of = ann): Promise<void> {
  await releaseHold(stores().database, of, id);
  for (let done = false; !done; ) {
    const placed = await getPlaced(stores().database, id);
    if (placed === undefined) return;
    ({ done } = await requeue(stores().database, placed, Temporal.PlainDate.from(day), () => false));
  }
}

async function conclude(reference: Reference, at: string): Promise<void> {
  await stores().database.client.send(
    new UpdateCommand({
      TableName: stores().database.records,
      Key: { pk: keys.subject(ann), sk: keys.request(reference) },
      UpdateExpression: "SET #status = :done, concludedAt = :at",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":done": "completed", ":at": at },
    }),
  );
}

test("a hold keeps the history too when the request itself is gone, and it goes in the night after the release", async () => {
  const reference = await requested(stores(), ann, { receivedAt: "2027-03-05T12:00:00Z" });
  await run("2029-03-06");
  const placed = hold({ scope: { record: reference }, until: "2031-01-01" });
  await placeHold(stores().database, ann, placed);
  expect((await run("2030-03-06")).counts?.deferred).toMatchObject({ audit: { "legal-claim": 1 } });
  const events = async () =>
    (await stores().rows("audit")).filter(({ pk }) => pk === `request#${reference}`).length;
  expect(await events()).toBe(2);

  await release(placed, "2030-04-01");
  expect((await run("2030-04-02")).counts?.erased).toEqual({ audit: 1 });
  expect(await events()).toBe(0);
});

test("what an open request alone kept goes in the night after it is concluded, and what a hold keeps too, with the later of them", async () => {
  const placed = hold({ until: "2029-07-20" });
  await submitted(stores(), ann, { receivedAt: "2027-07-05T12:00:00Z" });
  const asked = { receivedAt: "2029-07-01T12:00:00Z", status: "in-progress", dueBy: "2029-08-02" };
  const reference = await requested(stores(), ann, asked);
  await placeHold(stores().database, ann, placed);
  expect((await run("2029-07-06")).counts?.deferred).toEqual({ contact: { "open-request": 1 } });
  expect(await theirs()).toMatchObject([{ retained: { ground: "open-request", until: "2029-08-02" } }]);

  await conclude(reference, "2029-07-08T12:00:00.000Z");
  expect((await run("2029-07-09")).counts?.deferred).toEqual({ contact: { "legal-claim": 1 } });
  await release(placed, "2029-07-10");
  expect((await run("2029-07-11")).counts?.erased).toEqual({ contact: 1 });
});

test("a survey whose consent was withdrawn while a hold kept it is erased, and counted in no table", async () => {
  const at = "2027-01-05T12:00:00.000Z";
  const form = "survey";
  const reference = await submitted(stores(), ann, { form, receivedAt: at, consents: [form] });
  const consent = { reference, form, name: form, wording: "Yes.", givenAt: at, confirmedAt: at };
  await stores().put("records", [{ pk: keys.subject(ann), sk: keys.consent(reference, form), ...consent }]);
  const placed = hold({ scope: "everything", until: "2029-01-01" });
  await placeHold(stores().database, ann, placed);
  expect((await run("2028-01-06")).counts?.deferred).toEqual({ survey: { "legal-claim": 1 } });
  await withdrawConsents(stores().database, ann, () => true, "2028-02-01T12:00:00.000Z", schedule);

  await release(placed, "2028-02-05");

  expect((await run("2028-02-06")).counts).toMatchObject({ erased: { withdrawn: 1 }, deIdentified: {} });
  expect(await theirs()).toEqual([]);
  expect((await stores().rows("aggregates")).filter(({ pk }) => pk === "form#survey")).toEqual([]);
});
