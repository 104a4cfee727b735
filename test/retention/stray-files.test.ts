import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, test } from "vitest";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { placeHold, releaseHold } from "../../functions/records/holds.ts";
import { deleteObjects } from "../../functions/records/objects.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { strayFiles } from "../../functions/records/stray-files.ts";
import type { Sweeper } from "../../functions/retention/sweeper.ts";
import { givenStores, hold, newSubject, times } from "../data-map/given.ts";
import { storedKey } from "../records/stored-key.ts";
import { objects, submitted, sweeperOf, vault } from "./given.ts";
import { night as runNight } from "./nights.ts";

const stores = givenStores();
/** S3 says by the clock on the wall when a file came: here it is two days later. */
const clock = () => Temporal.Now.instant().add({ hours: 48 });
const sweeper = (more: Partial<Sweeper> = {}) => sweeperOf(stores(), { clock, ...more });

/** Each test has weeks of its own, as a night counts all that was ever done in its name. */
let week = 0;
const night = (own: Sweeper, options: Parameters<typeof runNight>[2] = { proof: true }) => {
  week += 1;
  const day = Temporal.PlainDate.from("2033-02-06").add({ weeks: week });
  return runNight(`${day}T03:30:00Z`, own, options);
};

/** Files of somebody of whom there is a key and no record, as a submission leaves them that could not be written. */
async function strays(subject: SubjectId, ...fields: readonly string[]): Promise<string[]> {
  await storedKey(stores().database, vault, subject);
  const reference = newReference();
  for (const field of fields) await stores().putObject("attachments", `${subject}/${reference}/${field}`);
  return fields.map((field) => `${subject}/${reference}/${field}`);
}

const files = () => objects(stores(), "attachments");
const keyOf = async (subject: SubjectId) =>
  (await stores().rows("keys")).find(({ pk }) => pk === `subject#${subject}`);

beforeEach(async () => {
  for (const key of await files()) {
    const [subject = "", ...rest] = key.split("/");
    await deleteObjects(stores().attachments, subject as SubjectId, [rest.join("/")]);
  }
  for (const { pk, sk } of await stores().rows("records"))
    await stores().database.client.send(
      new DeleteCommand({ TableName: stores().database.records, Key: { pk, sk } }),
    );
});

describe("a file without a record", () => {
  test("is found by the weekly proof, reported, and gone in the same night, with a key that opens nothing else", async () => {
    const [ann, bob] = [newSubject(), newSubject()];
    await strays(ann, "coverLetter", "cv");
    await strays(bob, "cv");
    const kept = await submitted(stores(), bob, { receivedAt: "2033-01-05T12:00:00Z", files: ["cv"] });

    const report = await night(sweeper());

    expect(report.proof).toEqual({ looked: 1, missed: { "file-without-form": 2 } });
    expect(report.counts?.erased).toEqual({ "file-without-form": 2 });
    expect(await files()).toEqual([`${bob}/${kept}/cv`]);
    expect([await keyOf(ann), await keyOf(bob)]).toEqual([undefined, expect.anything()]);
    expect((await stores().rows("records")).map(({ sk }) => sk)).toEqual([`submission#${kept}`]);
  });

  test("is left alone while its record may still be on its way", async () => {
    const found = await strays(newSubject(), "cv");
    const young = () => Temporal.Now.instant().add({ hours: 23 });
    const report = await night(sweeper({ clock: young }));
    expect(report.proof).toEqual({ looked: 0, missed: {} });
    expect(await files()).toEqual(found);
  });

  test("is looked for once a week, not every night", async () => {
    const found = await strays(newSubject(), "cv");
    await night(sweeper());
    const later = await strays(newSubject(), "cv");
    await night(sweeper(), {});
    expect(await files()).toEqual(later);
    expect(found).toHaveLength(1);
  });

  test("stays as long as a legal hold keeps it, and goes when that is released", async () => {
    const subject = newSubject();
    const found = await strays(subject, "cv");
    const held = hold({ scope: { holder: "attachments" }, until: "2033-02-10" });
    await placeHold(stores().database, subject, held);
    const report = await night(sweeper());
    expect(report.counts).toMatchObject({
      erased: {},
      deferred: { "file-without-form": { "legal-claim": 1 } },
    });
    const again = await night(sweeper());
    expect(again.proof).toMatchObject({ missed: {} });
    expect(await files()).toEqual(found);
    await releaseHold(stores().database, subject, held.id);
    await night(sweeper(), {});
    expect(await files()).toEqual([]);
  });

  test("stays where a restore has brought its record back meanwhile", async () => {
    const subject = newSubject();
    const reference = await submitted(stores(), subject, {
      ...{ receivedAt: "2033-01-05T12:00:00Z", files: ["cv"] },
    });
    const marker = { reference, receivedAt: "2033-01-05T12:00:00.000Z", due: "2033-02-06", shard: "0" };
    await stores().put("records", [
      { pk: `subject#${subject}`, sk: `file#${reference}`, ...marker, dueAs: "file-without-form" },
    ]);
    await night(sweeper(), {});
    expect(await files()).toEqual([`${subject}/${reference}/cv`]);
    expect((await stores().rows("records")).map(({ sk }) => sk)).toEqual([`submission#${reference}`]);
  });
});

describe("so many files without a record that the table may be the wrong one", () => {
  const blastRadius = { share: 20, minimum: 5 };

  test("wait for a person, who says that they stay", async () => {
    for (let n = 0; n < 6; n += 1) await strays(newSubject(), "cv");
    const found = await files();
    const asked: string[] = [];
    const report = await night(sweeper({ blastRadius }), {
      proof: true,
      decide: ({ reason }) => {
        asked.push(reason);
        return "refuse";
      },
    });
    expect(asked).toEqual(["more than usual: file-without-form: 6 of 6"]);
    expect(report.status).toBe("refused");
    expect(await files()).toEqual(found);
    // The night after asks again, without a look at the bucket.
    const again = await night(sweeper({ blastRadius }), { decide: () => "approve" });
    expect(again.counts?.erased).toEqual({ "file-without-form": 6 });
    expect(await files()).toEqual([]);
  });

  test("go where a person agrees, or where they are few among many", async () => {
    for (let n = 0; n < 6; n += 1) await strays(newSubject(), "cv");
    await night(sweeper({ blastRadius }));
    expect(await files()).toEqual([]);

    const subject = newSubject();
    await Promise.all(
      times(25, () => submitted(stores(), subject, { receivedAt: "2033-01-05T12:00:00Z", files: ["cv"] })),
    );
    for (let n = 0; n < 5; n += 1) await strays(newSubject(), "cv");
    await night(sweeper({ blastRadius }), { proof: true, decide: () => "refuse" });
    expect(await files()).toHaveLength(25);
  });
});

test("The files are gone through page by page, and those of one submission are one, wherever a page ends", async () => {
  const subject = newSubject();
  for (let n = 0; n < 3; n += 1) await strays(subject, "coverLetter", "cv", "other");
  await submitted(stores(), subject, { receivedAt: "2033-01-05T12:00:00Z", files: ["cv"] });
  const before = clock().toString();
  const found: string[] = [];
  let looked = 0;
  let after: string | undefined;
  do {
    const page = await strayFiles(stores().attachments, stores().database, {
      ...{ before, limit: 2 },
      ...(after === undefined ? {} : { after }),
    });
    expect(page.rows.length).toBeLessThanOrEqual(2);
    found.push(...page.rows.map(({ sk }) => sk));
    looked += page.looked;
    after = page.next;
  } while (after !== undefined);
  expect([new Set(found).size, found.length, looked]).toEqual([3, 3, 4]);
});

test("A night whose calls are all cut short ends as an uncut one", async () => {
  const subject = newSubject();
  await Promise.all(times(3, () => strays(subject, "coverLetter", "cv")));
  const report = await night(sweeper(), { proof: true, remaining: () => 0 });
  expect(report.counts?.erased).toEqual({ "file-without-form": 3 });
  expect(await files()).toEqual([]);
});
