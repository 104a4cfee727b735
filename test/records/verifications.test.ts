import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import type { Code, Reference } from "../../functions/policy/reference.ts";
import { recordArrival } from "../../functions/records/arrivals.ts";
import type { Verification } from "../../functions/records/items.ts";
import * as keys from "../../functions/records/keys.ts";
import { strikeOff } from "../../functions/records/outbox-entries.ts";
import { newCode, newReference } from "../../functions/records/secrets.ts";
import {
  askAgain,
  getVerification,
  ownerOf,
  setCode,
  tryCode,
} from "../../functions/records/verifications.ts";
import { arrivalOf, itemsOf, now, nowInSeconds, somebody, tables, vault } from "./given.ts";
import { storedKey } from "./stored-key.ts";

const database = tables();
const LIFETIME = 600;

/** Somebody's form, sent and written, with a letter that carries a code. */
async function somethingToConfirm(): Promise<Verification & { code: Code }> {
  const subject = somebody();
  const { verification, ...arrival } = arrivalOf(subject);
  const held = await storedKey(database, vault, subject);
  await recordArrival(database, { ...arrival, held, verification }, 1000, now);
  return { ...verification, code: await newLetter(verification) };
}

async function newLetter(verification: Verification): Promise<Code> {
  const code = newCode();
  const digest = vault.codeDigest(verification.reference, code);
  await setCode(database, verification, digest, nowInSeconds + LIFETIME);
  return code;
}

const type = (code: Code, into: Verification, at = now) =>
  tryCode(database, into, vault.codeDigest(into.reference, code), at);

const another = (code: Code) => [1, 2, 3].map(newCode).find((made) => made !== code) ?? code;

describe("a code", () => {
  test("is right for the reference it was sent with, and for no other", async () => {
    const [ours, theirs] = [await somethingToConfirm(), await somethingToConfirm()];

    expect(await type(ours.code, ours)).toMatchObject({ reference: ours.reference });
    expect(await type(ours.code, theirs)).toBeUndefined();
    expect(await tryCode(database, theirs, vault.codeDigest(ours.reference, ours.code), now)).toBeUndefined();
  });

  test("lives ten minutes to the second", async () => {
    const verification = await somethingToConfirm();
    const at = (milliseconds: number) =>
      type(verification.code, verification, now.add({ milliseconds: LIFETIME * 1000 + milliseconds }));

    expect(await at(0)).toBeUndefined();
    expect(await at(-1)).toBeDefined();
  });

  test("is judged five times at most, however many guess at once; then it is wrong even when right", async () => {
    const verification = await somethingToConfirm();

    const guesses = await Promise.all(
      Array.from({ length: 200 }, () => type(another(verification.code), verification)),
    );

    expect(guesses.filter(Boolean)).toEqual([]);
    expect(await getVerification(database, verification)).toMatchObject({ codeTries: 5 });
    expect(await type(verification.code, verification)).toBeUndefined();
  });

  test("is right in the fifth try", async () => {
    const verification = await somethingToConfirm();
    for (let wrong = 0; wrong < 4; wrong += 1) await type(another(verification.code), verification);

    expect(await type(verification.code, verification)).toBeDefined();
  });

  test("of the older letter is wrong once a newer has gone, and tries begin anew", async () => {
    const verification = await somethingToConfirm();
    for (let wrong = 0; wrong < 5; wrong += 1) await type(another(verification.code), verification);
    const newer = await newLetter(verification);

    expect(await type(verification.code, verification)).toBeUndefined();
    expect(await type(newer, verification)).toBeDefined();
  });

  test("that was never sent is wrong, and leaves nothing behind", async () => {
    const unknown = { subject: somebody(), reference: newReference() };

    expect(
      await tryCode(database, unknown, vault.codeDigest(unknown.reference, newCode()), now),
    ).toBeUndefined();
    expect(await itemsOf(database, database.fleeting, unknown.subject)).toEqual([]);
  });

  test("is not set for what is gone", async () => {
    const gone = { subject: somebody(), reference: newReference() };

    expect(await setCode(database, gone, "digest", nowInSeconds)).toBe(false);
    expect(await itemsOf(database, database.fleeting, gone.subject)).toEqual([]);
  });
});

test("a typed reference is found to be its person's", async () => {
  const { reference, subject } = await somethingToConfirm();

  expect(await ownerOf(database, reference)).toEqual({ reference, subject });
  expect(await ownerOf(database, newReference())).toBeUndefined();
});

describe("a letter asked for again", () => {
  const entries = async (of: Verification) =>
    (await itemsOf(database, database.records, of.subject)).filter(({ sk }) =>
      String(sk).includes("-again-"),
    );
  const current = async (of: Pick<Verification, "subject" | "reference">) =>
    (await getVerification(database, of)) as Verification;

  test("goes three times, each with an entry of its own, once the one before has gone", async () => {
    const verification = await somethingToConfirm();

    const asked: boolean[] = [];
    const written = new Set<unknown>();
    for (let time = 0; time < 5; time += 1) {
      for (const _ of ["asked for", "asked for at once again"])
        asked.push(await askAgain(database, await current(verification), now));
      for (const entry of await entries(verification)) {
        written.add(entry.sk);
        await strikeOff(database, { pk: String(entry.pk), sk: String(entry.sk) });
      }
    }

    expect(asked).toEqual([true, false, true, false, true, false, false, false, false, false]);
    expect(written.size).toBe(3);
  });

  test("goes once when many ask at once", async () => {
    const verification = await somethingToConfirm();

    const asked = await Promise.all(Array.from({ length: 20 }, () => askAgain(database, verification, now)));

    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await entries(verification)).toHaveLength(1);
  });

  test("does not go once it was confirmed", async () => {
    const verification = await somethingToConfirm();
    await confirmed(verification.reference, verification);

    expect(await askAgain(database, verification, now)).toBe(false);
    expect(await entries(verification)).toEqual([]);
  });

  async function confirmed(
    reference: Reference,
    { code: _, ...verification }: Verification & { code: Code },
  ) {
    const key = { pk: keys.subject(verification.subject), sk: keys.verification(reference) };
    const Item = { ...key, ...verification, confirmedAt: now.epochMilliseconds };
    await database.client.send(new PutCommand({ TableName: database.fleeting, Item }));
  }
});
