import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { type Arrival, recordArrival } from "../../functions/records/arrivals.ts";
import { getKey, keyFor } from "../../functions/records/data-keys.ts";
import * as keys from "../../functions/records/keys.ts";
import { SealBroken } from "../../functions/records/vault.ts";
import { arrivalOf, itemsOf, now, somebody, tables, vault } from "./given.ts";
import { storedKey } from "./stored-key.ts";

const database = tables();

async function arrival(subject: SubjectId, change: Partial<Arrival> = {}): Promise<Arrival> {
  const held = await keyFor(database, vault, subject);
  return { ...arrivalOf(subject), held, network: `network of ${subject}`, ...change };
}

const keysOf = (subject: SubjectId) => itemsOf(database, database.keys, subject);

const everythingOf = async (subject: SubjectId) => [
  ...(await itemsOf(database, database.records, subject)),
  ...(await itemsOf(database, database.fleeting, subject)),
];

describe("an arrival", () => {
  test("is written whole: the record, its outbox entry, what waits to be confirmed", async () => {
    const ann = somebody();
    const arrived = await arrival(ann);

    expect(await recordArrival(database, arrived, 20, now)).toBe("recorded");

    const { reference } = arrived.entry;
    expect((await everythingOf(ann)).map(({ sk }) => sk).sort()).toEqual(
      [keys.submission(reference), keys.outbox(`${reference}-confirm`), keys.verification(reference)].sort(),
    );
  });

  test("that needs no proof waits for none", async () => {
    const ann = somebody();

    await recordArrival(database, await arrival(ann, { verification: undefined }), 20, now);

    expect(await itemsOf(database, database.fleeting, ann)).toEqual([]);
  });

  test("is taken as often from one network in ten minutes as the budget says, however many come at once", async () => {
    const network = "one network";
    const arrivals = await Promise.all(Array.from({ length: 30 }, () => arrival(somebody(), { network })));
    const outcomes = await Promise.all(arrivals.map((each) => recordArrival(database, each, 20, now)));

    expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === "network-spent")).toHaveLength(10);
    const refused = arrivals.filter((_, i) => outcomes[i] !== "recorded");
    for (const { subject } of refused)
      expect([...(await everythingOf(subject)), ...(await keysOf(subject))]).toEqual([]);
  });

  test("is taken again in the next ten minutes, and from another network at once", async () => {
    const network = "a busy network";
    await recordArrival(database, await arrival(somebody(), { network }), 1, now);
    const again = async (change: Partial<Arrival>, minutes = 0) =>
      recordArrival(database, await arrival(somebody(), change), 1, now.add({ minutes }));

    expect(await again({ network })).toBe("network-spent");
    expect(await again({ network: "a quiet network" })).toBe("recorded");
    expect(await again({ network }, 10)).toBe("recorded");
  });

  test("is not written while everything about the person is being erased, and costs no budget", async () => {
    const [ann, bob] = [somebody(), somebody()];
    const tombstone = { pk: keys.subject(ann), sk: keys.TOMBSTONE };
    await database.client.send(new PutCommand({ TableName: database.records, Item: tombstone }));

    expect(await recordArrival(database, await arrival(ann, { network: "n" }), 1, now)).toBe("try-later");
    expect(await everythingOf(ann)).toEqual([tombstone]);
    expect(await recordArrival(database, await arrival(bob, { network: "n" }), 1, now)).toBe("recorded");
  });

  test("is not written once the key it is sealed with was destroyed or replaced, and does not bring it back", async () => {
    const ann = somebody();
    await storedKey(database, vault, ann);
    const arrived = await arrival(ann);
    await database.client.send(
      new DeleteCommand({ TableName: database.keys, Key: { pk: keys.subject(ann) } }),
    );

    expect(await recordArrival(database, arrived, 20, now)).toBe("key-changed");
    expect(await keysOf(ann)).toEqual([]);
    await storedKey(database, vault, ann);
    expect(await recordArrival(database, arrived, 20, now)).toBe("key-changed");
    expect(await everythingOf(ann)).toEqual([]);
  });

  test("of somebody new makes their key; of two at once the second is to be sealed with it", async () => {
    const ann = somebody();
    const both = [await arrival(ann), await arrival(ann)];

    const outcomes = await Promise.all(both.map((one) => recordArrival(database, one, 20, now)));

    expect(outcomes.sort()).toEqual(["key-changed", "recorded"]);
    expect(both.map(({ held }) => held.key)).toContainEqual(await getKey(database, vault, ann));
  });

  test("is written once: the same reference again is refused", async () => {
    const arrived = await arrival(somebody());
    await recordArrival(database, arrived, 20, now);

    expect(await recordArrival(database, arrived, 20, now)).toBe("try-later");
  });
});

describe("a person's key", () => {
  test("that was destroyed is not there, and reading does not make a new one", async () => {
    const ann = somebody();

    expect(await getKey(database, vault, ann)).toBeUndefined();
    expect(await itemsOf(database, database.keys, ann)).toEqual([]);
  });

  test("put into another person's row does not open", async () => {
    const [ann, bob] = [somebody(), somebody()];
    const { wrapped } = await storedKey(database, vault, ann);
    const Item = { pk: keys.subject(bob), wrappedKey: wrapped };
    await database.client.send(new PutCommand({ TableName: database.keys, Item }));

    await expect(getKey(database, vault, bob)).rejects.toThrow(SealBroken);
  });
});
