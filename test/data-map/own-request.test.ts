import { beforeEach, describe, expect, test } from "vitest";
import { readGuard } from "../../functions/data-map/guard.ts";
import { rightsRequests } from "../../functions/data-map/rights-requests.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { eraseAll, ofOthers, recordsOf, sum } from "./erasing.ts";
import { collected, givenStores, NOW, newSubject, referenceOf, row, times } from "./given.ts";

const stores = givenStores();
let ann: SubjectId;
let bob: SubjectId;
beforeEach(async () => {
  [ann, bob] = [newSubject(), newSubject()];
  await stores().put("records", [row.submission(bob), row.consent(bob), row.request(bob), row.outbox(bob)]);
  await stores().put("fleeting", [...row.verification(bob), row.session(bob)]);
});

const guardOf = (subject: SubjectId, own?: Reference) => readGuard(stores().database, subject, own, NOW);

describe("requests of the person", () => {
  const OPEN = { status: "in-progress", open: "open", deadline: "2026-12-01", dueBy: "2026-12-01" };

  test("lose who made them and keep what accounts for them; the own request stays to the end", async () => {
    const own = row.request(ann, OPEN);
    const done = row.request(ann);
    await stores().put("records", [own, done]);
    const holder = stores().holder("rights-requests");
    await eraseAll(holder, ann, await guardOf(ann, referenceOf(own)));

    const { sealed: _, ...accountability } = done;
    expect(await recordsOf(stores(), ann)).toEqual(
      [own, accountability].sort((a, b) => (a.sk < b.sk ? -1 : 1)),
    );
    const items = await collected(holder, ann);
    expect(items.filter(({ personal }) => personal).map(({ record }) => record)).toEqual([own.reference]);
    expect(items).toHaveLength(2);
  });

  test("that nobody proved are erased whole and keep nothing", async () => {
    await stores().put("records", [
      row.request(ann, { right: "access", status: "awaiting-verification" }),
      row.submission(ann),
    ]);
    for (const holder of stores().holders) await eraseAll(holder, ann, await guardOf(ann));
    expect(await recordsOf(stores(), ann)).toEqual([]);
  });

  test("to get a copy keep what was there when they came, and are kept as they are", async () => {
    const access = row.request(ann, { ...OPEN, right: "access", receivedAt: "2026-11-01T00:00:00.000Z" });
    const [older, newer] = [
      row.submission(ann),
      row.submission(ann, { receivedAt: "2026-11-02T00:00:00.000Z" }),
    ];
    await stores().put("records", [access, older, newer, row.outbox(ann, referenceOf(access))]);
    for (const holder of stores().holders) await eraseAll(holder, ann, await guardOf(ann, newReference()));
    const left = await recordsOf(stores(), ann);
    expect(left.map(({ sk }) => sk)).toEqual([`outbox#${access.reference}-received`, access.sk, older.sk]);
    expect(left[1]).toEqual(access);
    expect(left[2]).toMatchObject({ due: "2026-11-23", retained: { until: "2026-12-01" } });
  });

  test("to erase keep only themselves", async () => {
    const other = row.request(ann, OPEN);
    await stores().put("records", [other, row.submission(ann), row.consent(ann)]);
    for (const holder of stores().holders) await eraseAll(holder, ann, await guardOf(ann, newReference()));
    expect(await recordsOf(stores(), ann)).toEqual([other]);
  });

  test("that move while they are shredded are read and judged again", async () => {
    const { database } = stores();
    const awaiting = row.request(ann, { status: "awaiting-verification" });
    await stores().put("records", [awaiting]);
    const guard = await guardOf(ann);
    const verified = { ...awaiting, ...OPEN, status: "verified" };
    const original = database.client.send.bind(database.client);
    let moved = false;
    const client = new Proxy(database.client, {
      get(target, name) {
        if (name !== "send") return Reflect.get(target, name);
        return async (command: Parameters<typeof original>[0]) => {
          if (!moved && command.constructor.name === "TransactWriteCommand") {
            moved = true;
            await stores().put("records", [verified]);
          }
          return await original(command);
        };
      },
    });
    const holder = rightsRequests({ ...database, client }, stores().exports);
    expect(await holder.erase(ann, guard, NOW)).toMatchObject({ destroyed: 0, retained: 1 });
    expect(await recordsOf(stores(), ann)).toEqual([verified]);
  });
});

describe("the outbox", () => {
  test("keeps the own request's letters", async () => {
    const own = newReference();
    await stores().put("records", [row.outbox(ann, own), row.outbox(ann)]);
    const pages = await eraseAll(stores().holder("outbox-entries"), ann, await guardOf(ann, own));
    expect(sum(pages, "destroyed")).toBe(1);
    expect((await recordsOf(stores(), ann)).map(({ reference }) => reference)).toEqual([own]);
  });
});

describe("fleeting entries", () => {
  test("go with their lookups; links and sessions to one's own requests stay", async () => {
    const kept = [row.statusToken(ann), row.session(ann)];
    const rows = times(70, () => row.verification(ann)).flat();
    await stores().put("fleeting", [...rows, row.letterBudget(ann), ...kept]);
    const before = await ofOthers(stores(), ann);
    const holder = stores().holder("fleeting");
    const pages = await eraseAll(holder, ann, await guardOf(ann, newReference()));

    expect(sum(pages, "destroyed")).toBe(141);
    const left = (await stores().rows("fleeting")).filter(
      (one) => one.pk === `subject#${ann}` || one.subject === ann,
    );
    expect(left).toEqual(kept.sort((one, other) => (one.sk < other.sk ? -1 : 1)));
    expect((await collected(holder, ann)).map(({ personal }) => personal)).toEqual([false, false]);
    expect(await ofOthers(stores(), ann)).toEqual(before);
  });
});
