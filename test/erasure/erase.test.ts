import { describe, expect, it } from "vitest";
import type { ErasedPage, Holder } from "../../functions/data-map/holder.ts";
import { erase } from "../../functions/erasure/erase.ts";
import { Run } from "../../functions/policy/run.ts";
import { givenStores, row } from "../data-map/given.ts";
import { eraserOf, erasing, submissionsOf } from "./given.ts";

const stores = givenStores();
const PLENTY = () => 900_000;
const AT_ONE = "2026-11-22T13:00:00Z";

/** Somebody else's system: answers what it is told to, one time after the other, and remembers where it was asked. */
function vendor(answers: Omit<ErasedPage, "guard">[]): Holder & { readonly asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  return {
    asked,
    describe: () => ({ name: "vendor", title: "the vendor's copy", place: "elsewhere", outbound: true }),
    async *collect() {},
    disclose: async () => ({ items: [] }),
    async erase(_subject, guard, _now, from) {
      asked.push(from);
      return { ...(answers.shift() ?? { destroyed: 0, retained: 0 }), guard };
    },
  };
}

describe("a holder that wants time", () => {
  const later = { reason: "not-confirmed-yet", notBefore: AT_ONE } as const;

  it("is left it: the step ends, and says when and where to go on", async () => {
    const { run, subject } = await erasing(stores());
    await stores().put("records", [row.submission(subject)]);
    const slow = vendor([
      { destroyed: 1, retained: 0, next: "second" },
      { destroyed: 0, retained: 0, next: "second", later },
      { destroyed: 1, retained: 0 },
    ]);
    const eraser = eraserOf(stores(), [...stores().holders, slow]);

    const asked = await erase(run, eraser, PLENTY);
    expect(asked).toEqual({ ...run, next: { holder: "vendor", from: "second" }, later: AT_ONE });
    expect(slow.asked).toEqual([undefined, "second"]);
    expect(await submissionsOf(stores(), subject)).toEqual([]);

    expect(await erase(Run.parse(asked), eraser, PLENTY)).toEqual({ ...run });
    expect(slow.asked).toEqual([undefined, "second", "second"]);
  });

  it("that has not begun yet is asked from its beginning again", async () => {
    const { run } = await erasing(stores());
    const slow = vendor([{ destroyed: 0, retained: 0, later }]);
    const asked = await erase(run, eraserOf(stores(), [slow]), PLENTY);
    expect(asked).toMatchObject({ next: { holder: "vendor" }, later: AT_ONE });
    await erase(Run.parse(asked), eraserOf(stores(), [slow]), PLENTY);
    expect(slow.asked).toEqual([undefined, undefined]);
  });
});
