import { beforeEach, describe, expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { Guard } from "../../functions/data-map/holder.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { shardOf } from "../../functions/policy/retention-schedule.ts";
import { dueRows } from "../../functions/records/due-rows.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { eraseAll, ofOthers, recordsOf, sum } from "./erasing.ts";
import { collected, givenStores, hold, NOW, newSubject, referenceOf, row, times } from "./given.ts";

const stores = givenStores();
let ann: SubjectId;
let bob: SubjectId;
beforeEach(async () => {
  [ann, bob] = [newSubject(), newSubject()];
  await stores().put("records", [row.submission(bob), row.consent(bob), row.request(bob), row.outbox(bob)]);
  await stores().put("fleeting", [...row.verification(bob), row.session(bob)]);
});

const guardOf = (subject: SubjectId) => readGuard(stores().database, subject, undefined, NOW);

describe("a holder of rows", () => {
  test.each([0, 1, 98, 250])("erases %i of a person's, and nobody else's", async (count) => {
    const holder = stores().holder("submissions");
    await stores().put(
      "records",
      times(count, () => row.submission(ann)),
    );
    const before = await ofOthers(stores(), ann);
    const guard = await guardOf(ann);
    stores().rig.gateway.clear();
    const pages = await eraseAll(holder, ann, guard);

    expect(sum(pages, "destroyed")).toBe(count);
    const calls = stores().actions();
    expect(calls.filter((action) => action === "dynamodb:TransactWriteItems")).toHaveLength(
      Math.ceil(count / 98),
    );
    expect(calls.length).toBeLessThanOrEqual(Math.ceil(count / 98) * 2 + 1);
    expect(await collected(holder, ann)).toEqual([]);
    expect(await ofOthers(stores(), ann)).toEqual(before);
  });

  test.each(["before", "after"] as const)("cut %s its second batch, goes on where it was", async (when) => {
    const holder = stores().holder("submissions");
    await stores().put(
      "records",
      times(150, () => row.submission(ann)),
    );
    const guard = await guardOf(ann);
    const first = await holder.erase(ann, guard, NOW);
    const action = "dynamodb:TransactWriteItems";
    const heal = stores().rig.gateway.inject({ action, when, times: 10, as: "cut" });
    await expect(holder.erase(ann, guard, NOW, first.next)).rejects.toThrow();
    heal();
    const rest = await eraseAll(holder, ann, await guardOf(ann));
    expect(await collected(holder, ann)).toEqual([]);
    expect(sum(rest, "destroyed")).toBe(when === "after" ? 0 : 52);
  });

  test("a second run finds it done", async () => {
    const holder = stores().holder("consents");
    await stores().put("records", [row.consent(ann)]);
    await eraseAll(holder, ann, await guardOf(ann));
    expect(await eraseAll(holder, ann, await guardOf(ann))).toMatchObject([{ destroyed: 0, retained: 0 }]);
  });

  test("keeps a page that a hold was placed for between two pages, and names why and until when", async () => {
    const { database } = stores();
    const holder = stores().holder("submissions");
    await stores().put(
      "records",
      times(150, () => row.submission(ann)),
    );
    const first = await holder.erase(ann, await guardOf(ann), NOW);
    const placed = hold();
    expect(await placeHold(database, ann, placed)).toBe("placed");
    const second = await holder.erase(ann, first.guard, NOW, first.next);

    expect(second).toMatchObject({
      destroyed: 0,
      retained: 52,
      next: undefined,
      guard: { versions: { person: 1 } },
    });
    const left = (await recordsOf(stores(), ann)).filter(({ sk }) => sk.startsWith("submission#"));
    expect(left).toHaveLength(52);
    for (const one of left) {
      expect(one).toMatchObject({
        due: "2027-06-01",
        dueAs: "contact",
        shard: shardOf(String(one.reference)),
      });
      expect(one.retained).toEqual({
        ...{ ground: "legal-claim", citation: "Regional Court, 3 O 17/26", until: "2027-06-01" },
        ...{ hold: placed.id, toErase: true },
      });
      expect(one.sealed).toBe("sealed");
    }
  });

  test("is found on the day it is judged again, and goes when the hold is released", async () => {
    const { database } = stores();
    const holder = stores().holder("submissions");
    const submission = row.submission(ann);
    await stores().put("records", [submission, row.submission(ann)]);
    const placed = hold({ scope: { record: referenceOf(submission) }, until: "2029-02-03" });
    await placeHold(database, ann, placed);
    const pages = await eraseAll(holder, ann, await guardOf(ann));
    expect([sum(pages, "destroyed"), sum(pages, "retained")]).toEqual([1, 1]);

    const { rows } = await dueRows(database, shardOf(String(submission.reference)), "2029-02-03");
    expect(rows).toContainEqual(
      expect.objectContaining({ pk: submission.pk, sk: submission.sk, due: "2029-02-03" }),
    );
    expect(await releaseHold(database, ann, placed.id)).toBe("released");
    expect(sum(await eraseAll(holder, ann, await guardOf(ann)), "destroyed")).toBe(1);
    expect(await collected(holder, ann)).toEqual([]);
  });

  test("writes nothing twice for what is kept already", async () => {
    await stores().put("records", [row.consent(ann)]);
    await placeHold(stores().database, ann, hold());
    const holder = stores().holder("consents");
    await eraseAll(holder, ann, await guardOf(ann));
    const guard = await guardOf(ann);
    stores().rig.gateway.clear();
    expect(await eraseAll(holder, ann, guard)).toMatchObject([{ destroyed: 0, retained: 1 }]);
    expect(stores().actions()).toEqual(["dynamodb:Query"]);
  });

  test("passes over what the erasure is not about, also after the guard was read again", async () => {
    const [inside, outside] = [row.submission(ann), row.submission(ann)];
    await stores().put("records", [inside, outside]);
    const covers: Guard["covers"] = ({ record }) => record === inside.reference;
    const guard = { ...(await guardOf(ann)), covers };
    await placeHold(stores().database, ann, hold({ scope: { holder: "consents" } }));
    const pages = await eraseAll(stores().holder("submissions"), ann, guard);
    expect([sum(pages, "destroyed"), sum(pages, "retained")]).toEqual([1, 0]);
    expect((await recordsOf(stores(), ann)).filter(({ sk }) => sk.startsWith("submission#"))).toEqual([
      outside,
    ]);
  });

  test("keeps a submission as long as its files are held", async () => {
    const withFiles = row.submission(ann, { attachments: [{ field: "cv" }] });
    await stores().put("records", [withFiles, row.submission(ann)]);
    await placeHold(stores().database, ann, hold({ scope: { holder: "attachments" } }));
    const pages = await eraseAll(stores().holder("submissions"), ann, await guardOf(ann));
    expect([sum(pages, "destroyed"), sum(pages, "retained")]).toEqual([1, 1]);
  });
});
