import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { recordArrival } from "../../functions/records/arrivals.ts";
import { type Confirmation, confirm } from "../../functions/records/confirmations.ts";
import { findRecord } from "../../functions/records/find-record.ts";
import * as keys from "../../functions/records/keys.ts";
import { arrivalOf, itemsOf, now, somebody, tables, vault } from "./given.ts";
import { storedKey } from "./stored-key.ts";

const database = tables();

/** What confirming somebody's form would change; the form itself is written. */
async function confirmation(): Promise<Confirmation> {
  const subject = somebody();
  const arrival = arrivalOf(subject);
  const held = await storedKey(database, vault, subject);
  await recordArrival(database, { ...arrival, held }, 1000, now);
  const { verification, entry } = arrival;
  return {
    verification,
    from: "unverified",
    to: "confirmed",
    set: { confirmedAt: now.toString({ smallestUnit: "millisecond" }) },
    remove: ["due"],
    items: [{ sk: keys.consent(verification.reference, "marketing"), wording: "Yes" }],
    entries: [{ ...entry, intent: `${verification.reference}-received` }],
  };
}

const recordOf = ({ verification: { subject, about } }: Confirmation) => findRecord(database, subject, about);
const without = (sk: string, { verification: { subject } }: Confirmation) =>
  database.client.send(
    new DeleteCommand({ TableName: database.records, Key: { pk: keys.subject(subject), sk } }),
  );

describe("confirming", () => {
  test("64 times at once happens once; the others find it done", async () => {
    const what = await confirmation();

    const outcomes = await Promise.all(Array.from({ length: 64 }, () => confirm(database, what, now)));

    expect(outcomes.filter((outcome) => outcome === "confirmed")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "already")).toHaveLength(63);
  });

  test("changes the record and writes what follows from it", async () => {
    const what = await confirmation();
    const { subject, reference } = what.verification;

    await confirm(database, what, now);

    const found = await recordOf(what);
    expect(found?.record).toMatchObject({ status: "confirmed", confirmedAt: "2046-03-01T12:00:00.000Z" });
    expect(found?.record.due).toBeUndefined();
    expect((await itemsOf(database, database.records, subject)).map(({ sk }) => sk).sort()).toEqual(
      [
        keys.consent(reference, "marketing"),
        keys.outbox(`${reference}-confirm`),
        keys.outbox(`${reference}-received`),
        keys.submission(reference),
      ].sort(),
    );
  });

  test("a record that is gone changes nothing", async () => {
    const what = await confirmation();
    await without(what.verification.about, what);
    const before = await itemsOf(database, database.records, what.verification.subject);

    expect(await confirm(database, what, now)).toBe("gone");
    expect(await itemsOf(database, database.records, what.verification.subject)).toEqual(before);
  });

  test("while everything about the person is being erased changes nothing", async () => {
    const what = await confirmation();
    const tombstone = { pk: keys.subject(what.verification.subject), sk: keys.TOMBSTONE };
    await database.client.send(new PutCommand({ TableName: database.records, Item: tombstone }));

    expect(await confirm(database, what, now)).toBe("gone");
    expect((await recordOf(what))?.record.status).toBe("unverified");
  });
});
