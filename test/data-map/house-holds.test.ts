import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { SHARDS } from "../../functions/policy/retention-schedule.ts";
import { changeRows } from "../../functions/records/held-rows.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { readHouse } from "../../functions/records/house-standing.ts";
import { eraseAll, recordsOf, sum } from "./erasing.ts";
import { givenStores, hold, NOW, newSubject, referenceOf, row, times } from "./given.ts";

const stores = givenStores();
const APPLICATIONS = { form: "job-application" };
let ann: SubjectId;
let bob: SubjectId;
beforeEach(() => {
  ann = newSubject();
  bob = newSubject();
});
afterEach(async () => {
  for (const { id } of (await readHouse(stores().database)).holds)
    await releaseHold(stores().database, "house", id);
});

const guardOf = (subject: SubjectId) => readGuard(stores().database, subject, undefined, NOW);
const holdAll = (form: string) => placeHold(stores().database, "house", hold({ scope: { form } }));
const application = (subject: SubjectId, more: object = {}) =>
  row.submission(subject, { ...APPLICATIONS, ...more });

/** What is left of a person in Records and Attachments after all of it was erased. */
async function erased(subject: SubjectId) {
  let retained = 0;
  for (const holder of stores().holders)
    retained += sum(await eraseAll(holder, subject, await guardOf(subject)), "retained");
  return { retained, left: (await recordsOf(stores(), subject)).map(({ sk }) => sk) };
}

describe("a hold on everybody by form", () => {
  test("keeps what came with the form, of whomever, and nothing else", async () => {
    const [hers, his] = [application(ann), application(bob)];
    await stores().put("records", [hers, row.submission(ann), row.consent(ann), his]);
    await holdAll("job-application");
    expect(await erased(ann)).toEqual({ retained: 1, left: [hers.sk] });
    expect(await erased(bob)).toEqual({ retained: 1, left: [his.sk] });
  });

  test("keeps the files, links and consents that came with it, which do not all say it themselves", async () => {
    const held = application(ann, { attachments: [{ field: "cv" }] });
    const other = row.submission(ann, { attachments: [{ field: "map" }] });
    const reference = referenceOf(held);
    await stores().put("records", [held, other, { ...row.consent(ann, reference), ...APPLICATIONS }]);
    await stores().put("fleeting", row.verification(ann, reference));
    await stores().putObject("attachments", `${ann}/${reference}/cv`);
    await stores().putObject("attachments", `${ann}/${referenceOf(other)}/map`);
    await holdAll("job-application");
    expect(await erased(ann)).toEqual({ retained: 5, left: [`consent#${reference}#newsletter`, held.sk] });
  });

  test("binds who sends the form later too", async () => {
    await holdAll("job-application");
    await stores().put("records", [application(ann)]);
    expect((await erased(ann)).retained).toBe(1);
  });

  test("is placed once and released once, and counted in every copy, which never begins anew", async () => {
    const { database } = stores();
    await holdAll("survey");
    const before = (await guardOf(ann)).versions.house;
    const placed = hold({ scope: APPLICATIONS });
    expect(await placeHold(database, "house", placed)).toBe("placed");
    expect(await releaseHold(database, "house", placed.id)).toBe("released");
    expect(await releaseHold(database, "house", placed.id)).toBe("already");
    expect(await placeHold(database, "house", placed)).toBe("placed");
    const { versions, holds } = await readHouse(database);
    expect(holds).toContainEqual(placed);
    expect([...versions.values()]).toEqual(SHARDS.map(() => before + 2));
  });

  test("whose placing was cut before it was counted is counted when it is asked for again", async () => {
    const { database, rig } = stores();
    const placed = hold({ scope: APPLICATIONS });
    const heal = rig.gateway.inject({ action: "dynamodb:UpdateItem", when: "before", times: 100, as: "cut" });
    await expect(placeHold(database, "house", placed)).rejects.toThrow();
    heal();
    const guard = await guardOf(ann);
    expect(guard.judge({ holder: "submissions", ...APPLICATIONS }).may).toBe(false);
    expect(await placeHold(database, "house", placed)).toBe("already");
    expect((await guardOf(ann)).versions.house).toBeGreaterThan(guard.versions.house);
  });

  test("stops what was judged before it, whether the judge had read the house or was handed it", async () => {
    const { database } = stores();
    await stores().put("records", [application(ann), application(bob)]);
    const first = await guardOf(ann);
    const second = await readGuard(database, bob, undefined, NOW, first.house);
    await holdAll("job-application");
    for (const [subject, guard] of [[ann, first] as const, [bob, second] as const]) {
      expect(await changeRows(database, subject, guard.versions, [])).toBe(false);
      expect(sum(await eraseAll(stores().holder("submissions"), subject, guard), "retained")).toBe(1);
    }
  });

  test("spares the next person its query, and no more than that", async () => {
    const { house } = await guardOf(ann);
    stores().rig.gateway.clear();
    const guard = await readGuard(stores().database, bob, undefined, NOW, house);
    expect(stores().actions()).toEqual(["dynamodb:Query"]);
    await holdAll("contact");
    expect((await guard.reread()).judge({ holder: "submissions", form: "contact" }).may).toBe(false);
  });

  test.each(times(2, () => "once more"))(
    "loses nothing from the moment it stands, whoever is being erased just then, %s",
    async () => {
      const { database } = stores();
      const people = times(6, newSubject);
      await stores().put(
        "records",
        people.flatMap((one) => times(30, () => application(one))),
      );
      const count = async () =>
        (await stores().rows("records")).filter(
          ({ sk, form }) => /^submission#/.test(sk) && form === APPLICATIONS.form,
        ).length;
      const { house } = await guardOf(ann);
      const erasing = Promise.all(
        people.map(async (one, i) => {
          // Half of them as a sweep does, which reads the house once for many.
          const guard = await readGuard(database, one, undefined, NOW, i % 2 === 0 ? house : undefined);
          return await eraseAll(stores().holder("submissions"), one, guard);
        }),
      );
      await holdAll("job-application");
      const held = await count();
      await erasing;
      expect(await count()).toBe(held);
    },
  );
});

describe("a hold on what one person sent with a form", () => {
  test("keeps that, with its files, and nobody else's", async () => {
    const [hers, his] = [application(ann), application(bob)];
    await stores().put("records", [hers, row.submission(ann), his]);
    await stores().putObject("attachments", `${ann}/${referenceOf(hers)}/cv`);
    await placeHold(stores().database, ann, hold({ scope: APPLICATIONS }));
    expect(await erased(ann)).toEqual({
      retained: 2,
      left: expect.arrayContaining([hers.sk]),
    });
    expect(await erased(bob)).toEqual({ retained: 0, left: [] });
  });
});
