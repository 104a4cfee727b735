import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSmall, SMALLEST_SHOWN, withoutSmallCells } from "../../functions/policy/small-cells.ts";

const shown = (counts: readonly number[]) =>
  withoutSmallCells(counts.map((count) => ({ count }))).map(({ count }) => count);
const hidden = undefined;

describe("small cells of a table whose sum is known", () => {
  it.each([
    ["nothing where no cell is small", [5, 9, 120], [5, 9, 120]],
    ["a small cell, and the next smallest with it", [3, 40, 7], [hidden, 40, hidden]],
    ["two small cells, and no other", [3, 2, 40], [hidden, hidden, 40]],
    ["another where the small ones are few together too", [1, 1, 40, 6], [hidden, hidden, 40, hidden]],
    ["the only other there is, however large", [1, 1000], [hidden, hidden]],
    ["everything of a small table, and its zeros", [1, 3, 0], [hidden, hidden, hidden]],
    ["no zero where no count is small", [0, 12, 0], [0, 12, 0]],
    [
      "the zeros where one is small, and what could tell them apart",
      [0, 2, 12, 40],
      [hidden, hidden, hidden, 40],
    ],
    ["nothing of an empty table", [], []],
  ])("hide %s", (_, counts, expected) => {
    expect(shown(counts)).toEqual(expected);
  });
});

const tables = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.nat(5000)), { maxLength: 7 });
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

describe("whoever has what is shown and the sum", () => {
  it("sees no small count, and every other as it is or not at all", () => {
    fc.assert(
      fc.property(tables, (counts) => {
        for (const [index, count] of shown(counts).entries()) {
          if (count === undefined) continue;
          expect(isSmall(count)).toBe(false);
          expect(count).toBe(counts[index]);
        }
      }),
    );
  });

  it("is left with nothing hidden, or with at least two cells and at least five in all", () => {
    fc.assert(
      fc.property(tables, (counts) => {
        fc.pre(!isSmall(sum(counts)));
        const rest = counts.filter((_, index) => shown(counts)[index] === undefined);
        if (rest.length === 0) return;
        expect(rest.length).toBeGreaterThan(1);
        expect(sum(rest)).toBeGreaterThanOrEqual(SMALLEST_SHOWN);
      }),
    );
  });

  it("is left with several counts that each hidden cell may be", () => {
    fc.assert(
      fc.property(tables, (counts) => {
        const seen = shown(counts);
        const places = seen.flatMap((count, place) => (count === undefined ? [place] : []));
        fc.pre(places.length > 0 && !isSmall(sum(counts)));
        for (const place of places) {
          const other = places.find((one) => one !== place && (counts[one] ?? 0) > 0);
          const less = places.find((one) => one !== place);
          // One more here and one less there is as good a table, or the other way round.
          expect(other !== undefined || ((counts[place] ?? 0) > 0 && less !== undefined)).toBe(true);
        }
      }),
    );
  });
});
