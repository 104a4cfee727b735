import { describe, expect, it } from "vitest";
import { begin } from "../../functions/erasure/begin.ts";
import { erase } from "../../functions/erasure/erase.ts";
import { prove } from "../../functions/erasure/prove.ts";
import { Run } from "../../functions/policy/run.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { getTombstone } from "../../functions/records/tombstones.ts";
import { givenStores, hold, type Row, row } from "../data-map/given.ts";
import { eraserOf, erasing, submissionsOf } from "./given.ts";

const stores = givenStores();
const PLENTY = () => 900_000;
const failed = expect.objectContaining({ name: "ProofFailed" });

describe("what nothing keeps any more when it comes to the proof", () => {
  it("is gone through once more: a hold was released after its holder had been passed", async () => {
    const { run, subject } = await erasing(stores(), { submissions: 1 });
    const eraser = eraserOf(stores());
    await stores().put("records", [row.submission(subject)]);
    const held = hold();
    await placeHold(stores().database, subject, held);
    await erase(run, eraser, PLENTY);
    await releaseHold(stores().database, subject, held.id);

    const proving = await prove(run, eraser);
    expect(proving).toEqual({ ...run, onceMore: true });
    expect((await getTombstone(stores().database, subject))?.outcomes).toBeUndefined();

    const proved = await prove(await erase(Run.parse(proving), eraser, PLENTY), eraser);
    expect(proved).toEqual(run);
    expect(await submissionsOf(stores(), subject)).toEqual([]);
    const outcomes = (await getTombstone(stores().database, subject))?.outcomes;
    expect(outcomes?.find(({ holder }) => holder === "submissions")).toMatchObject({
      ...{ removed: 1, retained: [] },
    });
  });

  it("fails the proof where it is still there after that, and every time a person tries anew", async () => {
    const { run, subject } = await erasing(stores(), { submissions: 1 });
    await stores().put("records", [row.submission(subject)]);
    const eraser = eraserOf(stores());
    const proving = await prove(run, eraser);
    await expect(prove(Run.parse(proving), eraser)).rejects.toThrow(failed);
    const anew = await begin(Run.parse(proving), eraser);
    expect(await prove(Run.parse(anew), eraser)).toMatchObject({ onceMore: true });
  });
});

it("What ends by itself is not said to be kept for longer, whatever holds it", async () => {
  const { run, subject } = await erasing(stores(), { fleeting: 2, submissions: 1 });
  const [verification] = row.verification(subject);
  await stores().put("records", [row.submission(subject)]);
  await stores().put("fleeting", [
    { ...(verification as Row), expires: Date.parse("2100-01-01T12:00:00Z") / 1000 },
  ]);
  await placeHold(stores().database, subject, hold({ until: "2110-06-30" }));

  await prove(run, eraserOf(stores()));

  const { outcomes = [] } = (await getTombstone(stores().database, subject)) ?? {};
  const untilOf = (name: string) =>
    outcomes.find(({ holder }) => holder === name)?.retained.map(({ until }) => until);
  expect([untilOf("fleeting"), untilOf("submissions")]).toEqual([["2100-01-01"], ["2110-06-30"]]);
});

it("A proof that did not come across its own request fails, whatever it found", async () => {
  const { run, subject } = await erasing(stores());
  const { database } = stores();
  const own = { ...run, request: (await erasing(stores())).request };
  expect(await getTombstone(database, subject)).toBeDefined();
  await expect(prove(own, eraserOf(stores()))).rejects.toThrow(failed);
});
