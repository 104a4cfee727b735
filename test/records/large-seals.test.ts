import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openLarge, sealLarge } from "../../functions/records/large-seals.ts";
import { open, SealBroken, seal } from "../../functions/records/vault.ts";

const key = randomBytes(32);
const PLACE = "7Q2M0V9K3T5XJ8RB cv";

test("each opens what the other sealed", async () => {
  const content = fc.oneof(
    fc.uint8Array(),
    fc.nat(3).map((more) => randomBytes(256 * 2 ** 10 + more)),
  );
  await fc.assert(
    fc.asyncProperty(content, fc.string(), async (bytes, place) => {
      const ours = sealLarge(key, place, bytes);
      expect(Buffer.from(await open(key, place, ours.toString()))).toEqual(Buffer.from(bytes));
      const others = Buffer.from(await seal(key, place, bytes));
      expect(openLarge(key, place, others)).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 50 },
  );
});

test("no two seals of the same are alike", () => {
  expect(sealLarge(key, PLACE, key)).not.toEqual(sealLarge(key, PLACE, key));
});

test("another key, another place, a single bit, a part more or less: it does not open", () => {
  const sealed = sealLarge(key, PLACE, Buffer.from("the CV"));
  expect(() => openLarge(randomBytes(32), PLACE, sealed)).toThrow(SealBroken);
  expect(() => openLarge(key, "7Q2M0V9K3T5XJ8RB coverLetter", sealed)).toThrow(SealBroken);
  expect(() => openLarge(key, PLACE, Buffer.concat([sealed, Buffer.from(".")]))).toThrow(SealBroken);
  expect(() => openLarge(key, PLACE, Buffer.alloc(0))).toThrow(SealBroken);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    // The lowest bits of the last letter of a part may say nothing (RFC 4648 3.5); the highest of its six always do.
    changed[at] = changed[at] === 0x41 ? 0x68 : 0x41;
    expect(() => openLarge(key, PLACE, changed), `letter ${at}`).toThrow(SealBroken);
  }
});

test("what says that it is sealed in another way is not opened", () => {
  const [, ...rest] = sealLarge(key, PLACE, Buffer.from("the CV")).toString().split(".");
  for (const header of [
    { alg: "none", enc: "A256GCM", place: PLACE },
    { alg: "dir", enc: "A128GCM", place: PLACE },
  ]) {
    const forged = [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join(".");
    expect(() => openLarge(key, PLACE, Buffer.from(forged))).toThrow(SealBroken);
  }
});
