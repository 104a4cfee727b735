import { randomBytes } from "node:crypto";
import { CopyObjectCommand } from "@aws-sdk/client-s3";
import { parse } from "csv-parse/sync";
import { beforeEach, expect, test } from "vitest";
import type { Holder } from "../../functions/data-map/holder.ts";
import { entriesOf } from "../../functions/export/bundle/entries.tsx";
import type { Exporter } from "../../functions/export/exporter.ts";
import { seal } from "../../functions/export/seal.ts";
import { bundleFacts } from "../../functions/records/bundles.ts";
import { deleteObjects } from "../../functions/records/objects.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores } from "../data-map/given.ts";
import { collectAll, exporterOf, HOUR, objectsOf, type Person, somebody, unzipped } from "./given.ts";

const stores = givenStores();
let ann: Person;
beforeEach(async () => {
  ann = await somebody(stores());
});

/** An application with its file, as it lies there once it was collected. */
async function application(): Promise<string> {
  const reference = newReference();
  const key = `${ann.subject}/${reference}/cv`;
  const attachments = [{ field: "cv", mediaType: "application/pdf", bytes: 3, key }];
  await stores().put("records", [
    await ann.submission({ cv: "cv.pdf" }, { form: "job-application", attachments }, reference),
  ]);
  await ann.file(reference, "cv", randomBytes(40 * 2 ** 10));
  return reference;
}

/** Under another's key: it does not open any more. */
async function spoil(reference: string): Promise<void> {
  const bob = await somebody(stores());
  const other = newReference();
  await bob.file(other, "cv", Buffer.from("pdf"));
  const { client, bucket: Bucket } = stores().attachments;
  const CopySource = `${Bucket}/${bob.subject}/${other}/cv`;
  await client.send(new CopyObjectCommand({ Bucket, Key: `${ann.subject}/${reference}/cv`, CopySource }));
}

const sealAll = (exporter: Exporter = exporterOf(stores())) => seal(ann.run, exporter, entriesOf, HOUR);
const copy = async () => {
  const archive = (await objectsOf(stores(), ann.subject)).get(`${ann.run.request}/bundle.zip`);
  const files = unzipped(archive ?? Buffer.alloc(0));
  const read = (name: string) => String(files.get(name));
  return { names: [...files.keys()], read, data: JSON.parse(read("data.json")) };
};
const factsOf = () => bundleFacts(stores().exports, ann.subject, ann.run.request);

/** No page and no record names a file that is not there. */
async function namesWhatIsThere(): Promise<void> {
  const { names, read, data } = await copy();
  const linked = names
    .filter((name) => name.startsWith("records/"))
    .flatMap((name) =>
      [...read(name).matchAll(/href="\.\.\/(attachments\/[^"]+)"/g)].map(([, path]) => path),
    );
  const told = data.records.flatMap(({ file }: { file?: { path: string } }) => file?.path ?? []);
  const [head = [], ...rows] = parse(read("csv/attachments.csv"), { bom: true }) as string[][];
  const cells = rows.flatMap((row) => row[head.indexOf("record:file")] || []);
  const files = names.filter((name) => name.startsWith("attachments/"));
  expect([...new Set(linked)].sort()).toEqual(files.toSorted());
  expect([told.toSorted(), cells.toSorted()]).toEqual([files.toSorted(), files.toSorted()]);
}

const fieldsOf = async (reference: string) =>
  (await copy()).data.records.find(
    (one: { category: string; reference: string }) =>
      one.category === "attachments" && one.reference === reference,
  ).fields;

test("a file that does not open any more holds up nothing: it is left out, and named as missing", async () => {
  const [spoiled, sound] = [await application(), await application()];
  await collectAll(ann.run, exporterOf(stores()));
  await spoil(spoiled);
  expect(await sealAll()).toMatchObject({ missing: 1, incomplete: true, unread: "attachments" });
  expect(await factsOf()).toMatchObject({ missing: ["attachments"] });
  const { names, read, data } = await copy();
  expect(names.filter((name) => name.includes(spoiled) || name.includes(sound))).toHaveLength(1);
  expect(data).toMatchObject({ complete: false, missing: ["Files you sent with our forms"] });
  expect(await fieldsOf(spoiled)).toMatchObject({ "record:unreadable": "yes" });
  expect(read("index.html")).toContain("This copy is not complete");
  expect(read("records/job-application-1.html")).toContain("One that is there, but could not be opened");
  await namesWhatIsThere();
  // Once more: it is found done, and says the same.
  expect(await sealAll()).toMatchObject({ more: false, missing: 1, unread: "attachments" });
});

test("a file that was erased since it was collected is said to be gone, and nothing leads to it", async () => {
  const [gone] = [await application(), await application()];
  await collectAll(ann.run, exporterOf(stores()));
  await deleteObjects(stores().attachments, ann.subject, [`${gone}/cv`]);
  expect(await sealAll()).toEqual({ ...ann.run, more: false });
  expect(await factsOf()).toMatchObject({ missing: [] });
  const { read, data } = await copy();
  expect(data.complete).toBe(true);
  expect(await fieldsOf(gone)).toMatchObject({ "record:erased": "yes" });
  expect(read("records/attachments-1.html")).toContain("It was erased while this copy was made.");
  expect(read("records/job-application-1.html")).toContain("One that was erased while this copy was made");
  await namesWhatIsThere();
});

test("files that are lost one after the other, while it is halted at every piece, are all left out", async () => {
  const references = [await application(), await application(), await application(), await application()];
  await collectAll(ann.run, exporterOf(stores()));
  const [one = "", other = "", third = ""] = references;
  await spoil(one);
  let calls = 0;
  const remaining = () => {
    let asked = 0;
    return () => (asked++ < 2 ? HOUR() : 0);
  };
  for (let more = true; more; calls += 1) {
    if (calls === 2) await deleteObjects(stores().attachments, ann.subject, [`${other}/cv`]);
    if (calls === 6) await spoil(third);
    ({ more } = await seal(ann.run, exporterOf(stores()), entriesOf, remaining()));
  }
  await namesWhatIsThere();
  const { names } = await copy();
  expect(names.filter((name) => name.startsWith("attachments/")).length).toBeGreaterThanOrEqual(1);
  expect(names.join()).not.toContain(one);
  expect([...(await objectsOf(stores(), ann.subject)).keys()]).toEqual([`${ann.run.request}/bundle.zip`]);
});

test("a holder that is away is waited for, and in the end its files are left out and it is named", async () => {
  const reference = await application();
  const sound = exporterOf(stores());
  await collectAll(ann.run, sound);
  let away = true;
  const holders = stores().holders.map(
    (holder): Holder => ({
      ...holder,
      ...(holder.file === undefined
        ? {}
        : {
            async file(...asked) {
              if (away) throw new Error("away");
              return await holder.file?.(...asked);
            },
          }),
    }),
  );
  for (let tries = 0; tries < 6; tries += 1)
    await expect(seal(ann.run, { ...sound, holders }, entriesOf, HOUR)).rejects.toThrow(
      expect.objectContaining({ name: "HolderUnavailable", message: "attachments" }),
    );
  expect(await sealAll({ ...sound, holders })).toMatchObject({ unread: "attachments" });
  expect((await copy()).names.join()).not.toContain(reference);
  await namesWhatIsThere();

  // Where it is back before that, nothing is missing.
  ann = await somebody(stores());
  const other = await application();
  await collectAll(ann.run, sound);
  await expect(seal(ann.run, { ...sound, holders }, entriesOf, HOUR)).rejects.toThrow("attachments");
  away = false;
  expect(await sealAll({ ...sound, holders })).toEqual({ ...ann.run, more: false });
  expect((await copy()).names.join()).toContain(other);
});
