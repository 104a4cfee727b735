import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  GrowingPile,
  manifestOf,
  type Pile,
  perCategory,
  together,
} from "../../functions/policy/manifest.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const thing = fc.record({
  category: fc.constantFrom("contact" as const, "webcast" as const, "audit" as const),
  day: fc.integer({ min: 10, max: 28 }).map((n) => `2027-01-${n}`),
  key: fc.string({ maxLength: 4 }),
});
type Thing = typeof thing extends fc.Arbitrary<infer T> ? T : never;

function pileOf(things: readonly Thing[]): Pile {
  const growing = new GrowingPile(hash);
  for (const { category, day, key } of things) growing.add(category, day, key);
  return growing.pile;
}

const manifest = (things: readonly Thing[]) => manifestOf(pileOf(things), hash);
const written = (things: readonly Thing[]) =>
  things.map(({ category, day, key }) => `${category} ${day} ${key}`).sort();

describe("a manifest", () => {
  test("is the same in whatever order, and in whatever parts, its things come", () => {
    fc.assert(
      fc.property(fc.array(thing), fc.nat(20), fc.infiniteStream(fc.nat()), (things, cut, chance) => {
        const order = things
          .map((one) => ({ one, by: chance.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one);
        const parts = together([pileOf(order.slice(0, cut)), pileOf([]), pileOf(order.slice(cut))]);
        expect(manifestOf(parts, hash)).toBe(manifest(things));
      }),
    );
  });

  test("is another one for another thing, another day or another number", () => {
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 4 }), fc.array(thing, { maxLength: 4 }), (one, other) => {
        const same = JSON.stringify(written(one)) === JSON.stringify(written(other));
        expect(manifest(one) === manifest(other)).toBe(same);
      }),
    );
  });

  test("of nothing is empty", () => {
    expect(manifest([])).toBe("");
  });
});

test("a pile counts by category, all days or those until one", () => {
  const at = (day: string) => ({ category: "contact" as const, day, key: day });
  const { counts } = pileOf([at("2027-01-10"), at("2027-01-11"), at("2027-01-12")]);
  expect([...perCategory(counts)]).toEqual([["contact", 3]]);
  expect([...perCategory(counts, "2027-01-11")]).toEqual([["contact", 2]]);
});
