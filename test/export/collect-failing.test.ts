import { CopyObjectCommand } from "@aws-sdk/client-s3";
import { beforeEach, expect, test } from "vitest";
import type { Holder } from "../../functions/data-map/holder.ts";
import { collect } from "../../functions/export/collect.ts";
import { HolderUnavailable } from "../../functions/policy/errors.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores, row } from "../data-map/given.ts";
import {
  collectAll,
  collectedItems,
  exporterOf,
  HOUR,
  manySubmissions,
  messagesOf,
  type Person,
  somebody,
} from "./given.ts";

const stores = givenStores();
let ann: Person;
beforeEach(async () => {
  ann = await somebody(stores());
});

const messages = () => messagesOf(stores(), ann);
const many = (count: number) => manySubmissions(stores(), ann, count);

/** A holder that fails as long as `fails` says so, from its second page on. */
const failing = (name: string, fails: () => boolean): readonly Holder[] =>
  stores().holders.map((holder) =>
    holder.describe().name !== name
      ? holder
      : {
          ...holder,
          async disclose(subject, reader, from) {
            if (from !== undefined && fails()) throw new Error("down");
            return await holder.disclose(subject, reader, from);
          },
        },
  );

test("a holder that fails holds up no other, is tried again, and goes on where it stood", async () => {
  const rows = await many(150);
  await stores().put("records", [row.consent(ann.subject)]);
  let down = true;
  const exporter = exporterOf(stores(), { holders: failing("submissions", () => down) });
  await expect(collect(ann.run, exporter, HOUR)).rejects.toThrow(HolderUnavailable);
  const { collected } = await collectedItems(stores(), ann);
  expect(Object.keys(collected.open)).toEqual(["submissions"]);
  down = false;
  expect(await collectAll(ann.run, exporter)).toMatchObject({ more: false, missing: 0 });
  expect(await messages()).toHaveLength(rows.length);
});

test("a holder that fails for the sixth time is named as missing, and the others are whole", async () => {
  await many(150);
  await stores().put("records", [row.consent(ann.subject)]);
  let down = true;
  const exporter = exporterOf(stores(), { holders: failing("submissions", () => down) });
  for (let tries = 0; tries < 5; tries += 1)
    await expect(collect(ann.run, exporter, HOUR)).rejects.toThrow("submissions");
  const came = await collect(ann.run, exporter, HOUR);
  expect(came).toMatchObject({ more: false, missing: 1, incomplete: true });
  const { collected, items } = await collectedItems(stores(), ann);
  expect(collected).toMatchObject({ missing: ["submissions"], madeAt: "2026-11-22T12:00:00.000Z" });
  expect(items.map(({ category }) => category)).toEqual(
    expect.arrayContaining(["consents", "rights-requests"]),
  );
  // What was read of it before it failed is in it.
  expect(await messages()).toHaveLength(100);

  // The desk wants it tried once more.
  expect(await collect(ann.run, exporter, HOUR)).toMatchObject({ missing: 1 });
  down = false;
  const again = await collectAll({ ...ann.run, again: true }, exporter);
  expect(again).toMatchObject({ more: false, missing: 0, incomplete: false });
  expect(await messages()).toHaveLength(150);
});

test("a holder of which a single thing does not open is named too", async () => {
  await stores().put("records", [row.submission(ann.subject), await ann.submission({ message: "whole" })]);
  expect(await collectAll(ann.run, exporterOf(stores()))).toMatchObject({ missing: 1 });
  expect(await messages()).toEqual(["whole"]);
  const again = { ...ann.run, again: true };
  expect(await collectAll(again, exporterOf(stores()))).toMatchObject({ more: false, missing: 1 });
});

test("a file that does not open is named, and is not in the copy", async () => {
  const bob = await somebody(stores());
  const [sound, broken] = [newReference(), newReference()];
  await ann.file(sound, "cv", Buffer.from("pdf"));
  await bob.file(broken, "cv", Buffer.from("pdf"));
  const { client, bucket } = stores().attachments;
  await client.send(
    new CopyObjectCommand({
      ...{ Bucket: bucket, Key: `${ann.subject}/${broken}/cv` },
      CopySource: `${bucket}/${bob.subject}/${broken}/cv`,
    }),
  );
  expect(await collectAll(ann.run, exporterOf(stores()))).toMatchObject({ missing: 1 });
  const { collected, items } = await collectedItems(stores(), ann);
  expect(collected).toMatchObject({ missing: ["attachments"], files: [{ reference: sound }] });
  const told = items.find(({ reference }) => reference === broken);
  expect(told?.fields["record:unreadable"]).toBe("yes");
});
