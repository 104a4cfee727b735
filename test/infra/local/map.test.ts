import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MachineRig } from "./machine-rig.ts";

const rig = new MachineRig();
beforeAll(() => rig.open());
afterAll(() => rig.end());

interface Taken {
  readonly item: number;
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

const run = (name: string, items: readonly (number | string)[], fails = 0) =>
  rig.run("Mapped", name, { items, fails });

describe("a Map state", () => {
  it("does each item with what its selector gives, page by page, and answers in the order of the list", async () => {
    const { output, executionArn } = await run("each", [1, 3, 2]);
    const { taken, items } = JSON.parse(output ?? "") as { taken: Taken[]; items: number[] };
    expect(items).toEqual([1, 3, 2]);
    expect(taken.map(({ item, index }) => [item, index])).toEqual([
      [1, 0],
      [3, 1],
      [2, 2],
    ]);
    expect(rig.steps("each", "take")).toHaveLength(6);
    const history = await rig.history(executionArn);
    expect(history.filter((event) => event === "MapIterationSucceeded")).toHaveLength(3);
    expect(history.filter((event) => event === "Take a page of it")).toHaveLength(6);
    expect(history.at(-1)).toBe("ExecutionSucceeded");
  });

  it("does as many at a time as it may, and no more", async () => {
    const { output } = await run("parallel", [1, 1, 1, 1, 1, 1]);
    const { taken } = JSON.parse(output ?? "") as { taken: Taken[] };
    const atOnce = taken.map(
      ({ from }) => taken.filter((other) => other.from <= from && from < other.to).length,
    );
    expect(Math.max(...atOnce)).toBe(2);
  });

  it("tries an item again by itself", async () => {
    const { status, output } = await run("retried", [1, 1], 1);
    expect([status, JSON.parse(output ?? "").taken.length]).toEqual(["SUCCEEDED", 2]);
    expect(rig.steps("retried", "take").length).toBeGreaterThan(2);
  });

  it("goes on with the others where an item's error is caught within", async () => {
    const { output } = await run("caught", [2, "refused", 1]);
    expect(JSON.parse(output ?? "").taken).toEqual([
      expect.objectContaining({ item: 2 }),
      { leftOut: "NotForUs" },
      expect.objectContaining({ item: 1 }),
    ]);
  });

  it("fails as a whole with the error of the item that nobody caught", async () => {
    const { status, output } = await run("broken", [1, "broken", 1, 1]);
    expect(status).toBe("SUCCEEDED");
    expect(JSON.parse(output ?? "").failure).toMatchObject({ Error: "TypeError" });
  });

  it("is through at once with an empty list", async () => {
    expect(JSON.parse((await run("empty", [])).output ?? "").taken).toEqual([]);
  });
});
