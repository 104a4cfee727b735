import { beforeEach, expect, test } from "vitest";
import { collect } from "../../functions/export/collect.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { givenStores, times } from "../data-map/given.ts";
import {
  collectAll,
  collectedItems,
  exporterOf,
  manySubmissions,
  messagesOf,
  objectsOf,
  type Person,
  pagesAtATime,
  somebody,
} from "./given.ts";

const stores = givenStores();
let ann: Person;
beforeEach(async () => {
  ann = await somebody(stores());
});

test("files of more than a page are all there, each once", async () => {
  const references = times(105, newReference);
  await stores().put(
    "records",
    await Promise.all(
      references.map((reference) => {
        const key = `${ann.subject}/${reference}/cv`;
        const attachments = [{ field: "cv", mediaType: "application/pdf", bytes: 3, key }];
        return ann.submission({ cv: "cv.pdf" }, { form: "job-application", attachments }, reference);
      }),
    ),
  );
  for (const reference of references) await ann.file(reference, "cv", Buffer.from("pdf"));
  expect(await collectAll(ann.run, exporterOf(stores()))).toMatchObject({ missing: 0 });
  const { collected } = await collectedItems(stores(), ann);
  expect(collected.files.map(({ reference }) => reference)).toEqual(references.toSorted());
});

test("portability has nothing of what somebody else may have sent with their address", async () => {
  const person = await somebody(stores(), "portability");
  const reference = newReference();
  const key = `${person.subject}/${reference}/cv`;
  const attachments = [{ field: "cv", mediaType: "application/pdf", bytes: 3, key }];
  const unconfirmed = { status: "unverified" };
  await stores().put("records", [
    await person.submission({ message: "mine" }),
    await person.submission({ message: "a stranger's" }, unconfirmed),
    await person.submission({}, { ...unconfirmed, form: "job-application", attachments }, reference),
    await person.request({ status: "awaiting-verification" }, { details: "a stranger's" }),
  ]);
  await person.file(reference, "cv", Buffer.from("a stranger's"));
  await collectAll(person.run, exporterOf(stores()));
  const { collected, items } = await collectedItems(stores(), person);
  expect(JSON.stringify(items)).not.toContain("stranger");
  expect(collected.files).toEqual([]);
  expect(await messagesOf(stores(), person)).toEqual(["mine"]);
});

test("what was collected before a record was marked is thrown away, and all of it is collected anew", async () => {
  await manySubmissions(stores(), ann, 250);
  const exporter = exporterOf(stores());
  await collect(ann.run, exporter, pagesAtATime(4));
  await stores().put("records", [await ann.request({ marked: "a word" }, {}, ann.run.request)]);
  await stores().putObject("exports", `${ann.subject}/${ann.run.request}/bundle.zip`);
  await stores().putObject("exports", `${ann.subject}/${ann.run.request}/work/segment-99`);
  await collectAll(ann.run, exporter);
  expect((await collectedItems(stores(), ann)).collected).toMatchObject({ marked: "a word", missing: [] });
  expect(await messagesOf(stores(), ann)).toHaveLength(250);
  const objects = [...(await objectsOf(stores(), ann.subject)).keys()];
  expect(objects.filter((key) => /bundle|segment-99/.test(key))).toEqual([]);
});
