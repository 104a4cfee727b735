import { beforeEach, describe, expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { HolderUnavailable } from "../../functions/policy/errors.ts";
import { listHolds, placeHold, releaseHold } from "../../functions/records/holds.ts";
import { givenStores, hold, NOW, newSubject, referenceOf, row, times } from "./given.ts";

const stores = givenStores();
let ann: SubjectId;
beforeEach(() => {
  ann = newSubject();
});

const guardOf = (subject: SubjectId) => readGuard(stores().database, subject, undefined, NOW);

describe("a hold", () => {
  test("is placed once by its id, and released once", async () => {
    const { database } = stores();
    const [one, other] = [hold(), hold({ scope: { holder: "consents" } })];
    expect(await placeHold(database, ann, one)).toBe("placed");
    expect(await placeHold(database, ann, one)).toBe("already");
    expect(await placeHold(database, ann, other)).toBe("placed");
    expect((await listHolds(database, ann)).map(({ id }) => id)).toEqual([one.id, other.id].sort());
    expect(await listHolds(database, newSubject())).toEqual([]);
    expect(await releaseHold(database, ann, one.id)).toBe("released");
    expect(await releaseHold(database, ann, one.id)).toBe("already");
    expect(await listHolds(database, ann)).toEqual([other]);
  });

  test("is counted whenever it comes or goes, and the count never begins anew", async () => {
    const { database } = stores();
    const placed = hold();
    expect((await guardOf(ann)).versions.person).toBe(0);
    await placeHold(database, ann, placed);
    expect((await guardOf(ann)).versions.person).toBe(1);
    await releaseHold(database, ann, placed.id);
    expect((await guardOf(ann)).versions.person).toBe(2);
    await placeHold(database, ann, placed);
    expect((await guardOf(ann)).versions.person).toBe(3);
  });

  test("is neither placed nor counted where what belongs to it is refused", async () => {
    const { database } = stores();
    const never = {
      ConditionCheck: {
        TableName: database.records,
        Key: { pk: `subject#${ann}`, sk: "nothing" },
        ConditionExpression: "attribute_exists(pk)",
      },
    };
    expect(await placeHold(database, ann, hold(), { event: never })).toBe("refused");
    expect(await listHolds(database, ann)).toEqual([]);
    expect((await guardOf(ann)).versions.person).toBe(0);
  });

  test("that the guard counts and a query does not show yet lets nothing be destroyed", async () => {
    await stores().put("records", [
      { pk: `subject#${ann}`, sk: "guard", version: 1, holds: new Set(["not-seen-yet"]) },
    ]);
    await expect(guardOf(ann)).rejects.toThrow(HolderUnavailable);
  });

  test("loses nothing from the moment it stands, whatever is being erased at that moment", async () => {
    const { database } = stores();
    const count = async () =>
      (await stores().rows("records")).filter(({ pk }) => pk === `subject#${ann}`).length;
    await stores().put(
      "records",
      times(200, () => row.submission(ann)),
    );
    const holder = stores().holder("submissions");
    const erasing = (async () => {
      let guard = await guardOf(ann);
      let from: string | undefined;
      do {
        const page = await holder.erase(ann, guard, NOW, from);
        ({ guard, next: from } = page);
      } while (from !== undefined);
    })();
    await placeHold(database, ann, hold());
    const held = await count();
    await erasing;
    expect(await count()).toBe(held);
  });
});

describe("the guard", () => {
  test("is one query of the person and one of the house, in which other things are not read", async () => {
    await stores().put("records", [
      ...times(20, () => row.submission(ann, { sealed: "s".repeat(90_000) })),
      ...times(20, () => row.consent(ann)),
      row.request(ann),
    ]);
    await placeHold(stores().database, ann, hold());
    stores().rig.gateway.clear();
    const guard = await guardOf(ann);
    expect(stores().actions()).toEqual(["dynamodb:Query", "dynamodb:Query"]);
    expect(guard.judge({ holder: "consents" })).toMatchObject({ may: false, ground: "legal-claim" });
  });

  test("does not count the request on whose behalf it is read as one that is open", async () => {
    const own = row.request(ann, { right: "access", status: "in-progress", dueBy: "2026-12-01" });
    await stores().put("records", [own]);
    const item = { holder: "submissions", receivedAt: "2020-01-01T00:00:00Z" };
    expect((await guardOf(ann)).judge(item).may).toBe(false);
    const guard = await readGuard(stores().database, ann, referenceOf(own), NOW);
    expect(guard.judge(item)).toEqual({ may: true });
    expect((await guard.reread()).judge(item)).toEqual({ may: true });
  });
});
