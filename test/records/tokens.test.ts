import { PutCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { ErasureRunning } from "../../functions/policy/errors.ts";
import { Token } from "../../functions/policy/reference.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference, newToken } from "../../functions/records/secrets.ts";
import { getSession, openSession } from "../../functions/records/sessions.ts";
import { mintToken, openedBy } from "../../functions/records/tokens.ts";
import { itemsOf, now, nowInSeconds, somebody, tables } from "./given.ts";

const database = tables();
const PURPOSES = ["verify", "status"] as const;

function opens(purpose: (typeof PURPOSES)[number], subject = somebody(), expires = nowInSeconds + 60) {
  const reference = newReference();
  return { purpose, reference, subject, about: keys.submission(reference), expires };
}

const milliseconds = (since: number) => Temporal.Instant.fromEpochMilliseconds(since);

describe("a token", () => {
  test.each(PURPOSES.flatMap((minted) => PURPOSES.map((asked) => [minted, asked] as const)))(
    "minted to %s opens for %s only if that is the same",
    async (minted, asked) => {
      const what = opens(minted);
      const token = await mintToken(database, what);

      const opened = await openedBy(database, token, asked, now);

      expect(opened).toEqual(minted === asked ? what : undefined);
    },
  );

  test("opens to the last millisecond of its life, and not in the next, though the table still holds it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_368_000 }), async (lifetime) => {
        const expires = nowInSeconds + lifetime;
        const token = await mintToken(database, opens("verify", somebody(), expires));

        expect(await openedBy(database, token, "verify", milliseconds(expires * 1000 - 1))).toBeDefined();
        expect(await openedBy(database, token, "verify", milliseconds(expires * 1000))).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  test("opens as often as it is asked: what may happen once is not its business", async () => {
    const token = await mintToken(database, opens("verify"));

    expect(await openedBy(database, token, "verify", now)).toEqual(
      await openedBy(database, token, "verify", now),
    );
  });

  test("with another person's name before it opens nothing", async () => {
    const [ann, bob] = [somebody(), somebody()];
    const token = await mintToken(database, opens("verify", ann));

    const forged = Token.parse(bob + token.slice(bob.length));

    expect(await openedBy(database, forged, "verify", now)).toBeUndefined();
  });

  test("that never was opens nothing", async () => {
    expect(await openedBy(database, newToken(somebody()), "verify", now)).toBeUndefined();
  });

  test("is stored by its digest only, beside all else of its person, and ends by itself", async () => {
    const ann = somebody();
    const token = await mintToken(database, opens("status", ann));

    const [item, ...others] = await itemsOf(database, database.fleeting, ann);

    expect(others).toEqual([]);
    expect(item).toMatchObject({ purpose: "status", expires: nowInSeconds + 60 });
    expect(JSON.stringify(item)).not.toContain(token.slice(ann.length));
  });

  test("is not minted while everything about its person is being erased", async () => {
    const ann = somebody();
    const tombstone = { pk: keys.subject(ann), sk: keys.TOMBSTONE };
    await database.client.send(new PutCommand({ TableName: database.records, Item: tombstone }));

    await expect(mintToken(database, opens("verify", ann))).rejects.toThrow(ErasureRunning);
    expect(await itemsOf(database, database.fleeting, ann)).toEqual([]);
  });

  test("is 256 random bits and never twice the same", () => {
    const ann = somebody();
    const minted = Array.from({ length: 1000 }, () => newToken(ann).slice(ann.length));

    expect(new Set(minted).size).toBe(1000);
    for (const secret of minted) expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  });
});

describe("a session", () => {
  const about = keys.request(newReference());

  test("lasts half an hour to the second", async () => {
    const ann = somebody();
    const secret = await openSession(database, { subject: ann, about }, now);
    const at = (seconds: number) => getSession(database, secret, now.add({ seconds }));

    expect(await at(1799)).toMatchObject({ subject: ann, about });
    expect(await at(1800)).toBeUndefined();
  });

  test("is stored by its digest only", async () => {
    const ann = somebody();
    const secret = await openSession(database, { subject: ann, about }, now);

    const items = await itemsOf(database, database.fleeting, ann);

    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(secret.slice(ann.length));
  });

  test("is not opened by a token, nor is a token by a session", async () => {
    const ann = somebody();
    const token = await mintToken(database, opens("status", ann));
    const secret = await openSession(database, { subject: ann, about }, now);

    expect(await getSession(database, token, now)).toBeUndefined();
    expect(await openedBy(database, secret, "status", now)).toBeUndefined();
  });
});
