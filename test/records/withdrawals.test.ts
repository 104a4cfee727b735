import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { RetentionCategory, scheduleOf } from "../../functions/policy/retention-schedule.ts";
import * as keys from "../../functions/records/keys.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { withdrawConsents } from "../../functions/records/withdrawals.ts";
import { arrivalOf, itemsOf, somebody, tables } from "./given.ts";

const database = tables();
const schedule = scheduleOf({ retention: {} });
const BEFORE = "2046-03-01T12:00:00.000Z";
const WITHDRAWN = "2046-04-10T08:00:00.000Z";
const AFTER = "2046-04-10T08:00:00.001Z";

/** A form of somebody, confirmed, with one consent. */
async function agreed(
  subject: SubjectId,
  { name = "newsletter", retention = "newsletter", confirmedAt = BEFORE, ...more } = {} as {
    name?: string;
    retention?: RetentionCategory;
    confirmedAt?: string;
    due?: string;
    dueAs?: RetentionCategory;
    shard?: string;
    retained?: object;
    clockStart?: string;
  },
) {
  const reference = newReference();
  const pk = keys.subject(subject);
  const { due: _, dueAs: __, shard: ___, ...item } = arrivalOf(subject, reference).record.item;
  const put = (Item: object) =>
    database.client.send(new PutCommand({ TableName: database.records, Item: Item as never }));
  await put({ pk, sk: keys.submission(reference), ...item, status: "confirmed", retention, ...more });
  await put({ pk, sk: keys.consent(reference, name), reference, name, wording: "Yes", confirmedAt });
  return reference;
}

const withdraw = (subject: SubjectId, which = (_: string) => true) =>
  withdrawConsents(database, subject, which, WITHDRAWN, schedule);

const rowOf = async (subject: SubjectId, sk: string) =>
  (await itemsOf(database, database.records, subject)).find((item) => item.sk === sk);

describe("a consent that is withdrawn", () => {
  test("ends at that moment, with its proof's clock; what was kept for it alone goes two days on", async () => {
    const ann = somebody();
    const reference = await agreed(ann);
    expect(await withdraw(ann)).toBe(1);
    expect(await rowOf(ann, keys.consent(reference, "newsletter"))).toMatchObject({
      ...{ endedAt: WITHDRAWN, due: "2049-04-11", dueAs: "consent-proof" },
    });
    expect(await rowOf(ann, keys.submission(reference))).toMatchObject({
      ...{ retention: "withdrawn", clockStart: "2046-04-10", due: "2046-04-12", dueAs: "withdrawn" },
    });
  });

  test("ends once: again it changes nothing, counts the same, and a later one does not move it", async () => {
    const ann = somebody();
    await agreed(ann);
    await withdraw(ann);
    const before = await itemsOf(database, database.records, ann);
    expect(await withdraw(ann)).toBe(1);
    expect(await withdrawConsents(database, ann, () => true, AFTER, schedule)).toBe(0);
    expect(await itemsOf(database, database.records, ann)).toEqual(before);
  });

  test("ends once when it is withdrawn by two at the same time", async () => {
    const ann = somebody();
    const references = [await agreed(ann), await agreed(ann)];
    expect(await Promise.all([withdraw(ann), withdraw(ann), withdraw(ann)])).toEqual([2, 2, 2]);
    for (const reference of references)
      expect(await rowOf(ann, keys.submission(reference))).toMatchObject({ due: "2046-04-12" });
  });

  test("leaves alone what was agreed to later, and what is not meant", async () => {
    const ann = somebody();
    const later = await agreed(ann, { confirmedAt: AFTER });
    const other = await agreed(ann, { name: "survey", retention: "survey", due: "2047-03-02" });
    expect(await withdraw(ann, (name) => name === "newsletter")).toBe(0);
    for (const [reference, name] of [
      [later, "newsletter"],
      [other, "survey"],
    ] as const)
      expect(await rowOf(ann, keys.consent(reference, name))).not.toHaveProperty("endedAt");
  });

  test("lets an application go on its first day again, counted from its decision", async () => {
    const ann = somebody();
    const reference = await agreed(ann, {
      ...{ name: "keepLonger", retention: "job-application-with-consent" },
      ...{ clockStart: "2046-02-01", due: "2048-02-02" },
    });
    await withdraw(ann);
    expect(await rowOf(ann, keys.submission(reference))).toMatchObject({
      ...{ retention: "job-application", clockStart: "2046-02-01", due: "2046-08-02" },
    });
  });

  test("moves no day that a hold has set; what it is kept as then is known all the same", async () => {
    const ann = somebody();
    const reference = await agreed(ann, {
      due: "2099-01-01",
      retained: { ground: "legal-claim", citation: "case 1", until: "2099-01-01" },
    });
    await withdraw(ann);
    expect(await rowOf(ann, keys.submission(reference))).toMatchObject({
      ...{ retention: "withdrawn", due: "2099-01-01", dueAs: "withdrawn" },
    });
  });

  test("has what a hold keeps erased once that is released, and not counted among the answers", async () => {
    const ann = somebody();
    const reference = await agreed(ann, {
      ...{ name: "survey", retention: "survey", due: "2099-01-01", dueAs: "survey", shard: "0" },
      retained: { ground: "legal-claim", citation: "case 1", until: "2099-01-01" },
    });
    await withdraw(ann);
    const row = await rowOf(ann, keys.submission(reference));
    expect(row).toMatchObject({ due: "2099-01-01", dueAs: "withdrawn", shard: "0" });
    expect(schedule[RetentionCategory.parse(row?.dueAs)].action).toBe("erase");
  });

  test("of somebody who has agreed to nothing is none", async () => {
    expect(await withdraw(somebody())).toBe(0);
  });
});
