import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { seal } from "../../functions/export/seal.ts";
import { abortUpload } from "../../functions/records/bundles.ts";
import { deleteObjects } from "../../functions/records/objects.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores } from "../data-map/given.ts";
import {
  collectAll,
  exporterOf,
  HOUR,
  objectsOf,
  type Person,
  plainEntries,
  somebody,
  unzipped,
  workplace,
} from "./given.ts";

const stores = givenStores();
let ann: Person;
beforeEach(async () => {
  ann = await somebody(stores());
  for (let n = 0; n < 4; n += 1) await ann.file(newReference(), "cv", randomBytes(40 * 2 ** 10));
});

const work = async (name: RegExp) =>
  [...(await objectsOf(stores(), ann.subject)).keys()].filter((key) => name.test(key));

const sealIt = () => seal(ann.run, exporterOf(stores()), plainEntries, HOUR);

async function halt(): Promise<void> {
  let looks = 0;
  const until = () => (looks++ < 5 ? 3_600_000 : 0);
  expect(await seal(ann.run, exporterOf(stores()), plainEntries, until)).toMatchObject({ more: true });
  expect(await work(/work\/upload$/)).toHaveLength(1);
}

const letGo = async (name: RegExp) => deleteObjects(stores().exports, ann.subject, await work(name));

// Who approves a copy that has waited for them for days must not be told for ever that it failed.
test.each([
  ["the parts of its upload", halt, () => abortUpload(workplace(stores(), ann))],
  ["what was put aside", halt, () => letGo(/work\/rest-/)],
  ["what was found", async () => {}, () => letGo(/work\/segment-/)],
])("a copy is begun anew where S3 has let go of %s", async (_, before, happens) => {
  await collectAll(ann.run, exporterOf(stores()));
  await before();
  await happens();

  expect(await sealIt()).toEqual({ ...ann.run, more: false, stopped: true });
  expect(await objectsOf(stores(), ann.subject)).toEqual(new Map());
  await collectAll(ann.run, exporterOf(stores()));
  expect(await sealIt()).toEqual({ ...ann.run, more: false });
  const bundle = (await objectsOf(stores(), ann.subject)).get(`${ann.run.request}/bundle.zip`);
  expect(unzipped(bundle ?? Buffer.alloc(0)).size).toBe(6);
});

test("a copy that another call has sealed meanwhile stays, whatever this one misses then", async () => {
  await collectAll(ann.run, exporterOf(stores()));
  let files = 0;
  const holders = stores().holders.map((holder) => ({
    ...holder,
    file: async (...asked: Parameters<NonNullable<typeof holder.file>>) => {
      files += 1;
      if (files === 3) expect(await sealIt()).toMatchObject({ more: false });
      return await holder.file?.(...asked);
    },
  }));

  const came = await seal(ann.run, exporterOf(stores(), { holders }), plainEntries, HOUR);
  expect(came).toEqual({ ...ann.run, more: false });
  expect([...(await objectsOf(stores(), ann.subject)).keys()]).toEqual([`${ann.run.request}/bundle.zip`]);
});
