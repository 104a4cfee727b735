import { randomBytes } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { discard } from "../../functions/export/discard.ts";
import type { Exporter, ExportRun } from "../../functions/export/exporter.ts";
import { seal } from "../../functions/export/seal.ts";
import { bundleFacts } from "../../functions/records/bundles.ts";
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
} from "./given.ts";

const stores = givenStores();
/** As ISO 8601 with milliseconds. */
const MADE_AT = "2026-11-22T12:00:00.000Z";

let ann: Person;
let bundleKey: string;
beforeEach(async () => {
  ann = await somebody(stores());
  bundleKey = `${ann.run.request}/bundle.zip`;
});

const sealOnce = (run: ExportRun, exporter: Exporter, remaining = HOUR) =>
  seal(run, exporter, plainEntries, remaining);

/** Files that do not get smaller in an archive, 160 KiB together. */
async function heavy(person: Person): Promise<void> {
  for (let n = 0; n < 4; n += 1) await person.file(newReference(), "cv", randomBytes(40 * 2 ** 10));
}

const bundle = async () => (await objectsOf(stores(), ann.subject)).get(bundleKey) ?? Buffer.alloc(0);

test("one ZIP of what was collected, its files in it, and nothing else is left", async () => {
  const reference = newReference();
  const cv = randomBytes(5000);
  const attached = { field: "cv", mediaType: "application/pdf", bytes: cv.length };
  const attachments = [{ ...attached, key: `${ann.subject}/${reference}/cv` }];
  await stores().put("records", [
    await ann.submission({ message: "漢字 🙂" }),
    await ann.submission({ cv: "cv.pdf" }, { attachments }, reference),
  ]);
  await ann.file(reference, "cv", cv);
  const exporter = exporterOf(stores());
  await collectAll(ann.run, exporter);
  expect(await sealOnce(ann.run, exporter)).toEqual({ ...ann.run, more: false });
  expect([...(await objectsOf(stores(), ann.subject)).keys()]).toEqual([bundleKey]);
  const found = unzipped(await bundle());
  expect([...found.keys()]).toEqual(["data.jsonl", `attachments/${reference}-1.pdf`, "index.html"]);
  expect(found.get(`attachments/${reference}-1.pdf`)).toEqual(cv);
  const [madeAt, ...lines] = String(found.get("data.jsonl")).trim().split("\n");
  expect(madeAt).toBe(MADE_AT);
  expect(lines.map((line) => JSON.parse(line).fields.message)).toContain("漢字 🙂");
  expect(await bundleFacts(stores().exports, ann.subject, ann.run.request)).toEqual({
    ...{ key: bundleKey, bytes: (await bundle()).length, sealedAt: MADE_AT, missing: [] },
  });
  // Once more: it is found done.
  stores().rig.gateway.clear();
  expect(await sealOnce(ann.run, exporter)).toEqual({ ...ann.run, more: false });
  expect(stores().actions()).not.toContain("s3:PutObject");
});

test("what could not be read is said by the copy itself", async () => {
  await stores().put("records", [await ann.submission({}, { sealed: "broken" })]);
  await collectAll(ann.run, exporterOf(stores()));
  await sealOnce(ann.run, exporterOf(stores()));
  const facts = await bundleFacts(stores().exports, ann.subject, ann.run.request);
  expect(facts?.missing).toEqual(["submissions"]);
});

test("there is no copy where there is none wanted any more", async () => {
  await collectAll(ann.run, exporterOf(stores()));
  await stores().put("records", [await ann.request({ status: "cancelled" }, {}, ann.run.request)]);
  expect(await sealOnce(ann.run, exporterOf(stores()))).toMatchObject({ more: false, stopped: true });
  expect((await bundle()).length).toBe(0);
  expect(await bundleFacts(stores().exports, ann.subject, ann.run.request)).toBeUndefined();
});

test("there is no copy of what was collected before a record was marked, half made or whole", async () => {
  await collectAll(ann.run, exporterOf(stores()));
  const marked = async () =>
    stores().put("records", [await ann.request({ marked: newReference() }, {}, ann.run.request)]);
  await marked();
  expect(await sealOnce(ann.run, exporterOf(stores()))).toMatchObject({ more: false, stopped: true });
  expect((await bundle()).length).toBe(0);
  await collectAll(ann.run, exporterOf(stores()));
  expect(await sealOnce(ann.run, exporterOf(stores()))).toEqual({ ...ann.run, more: false });
  await marked();
  expect(await sealOnce(ann.run, exporterOf(stores()))).toMatchObject({ stopped: true });
});

describe("a copy of more than one part", () => {
  const began = async () => {
    await heavy(ann);
    await collectAll(ann.run, exporterOf(stores()));
  };
  const uploads = () =>
    stores()
      .actions()
      .filter((action) => action === "s3:UploadPart").length;

  test("is the same, to the byte, whether it was made in one call or halted at every piece", async () => {
    await began();
    const work = await objectsOf(stores(), ann.subject);
    stores().rig.gateway.clear();
    await sealOnce(ann.run, exporterOf(stores()));
    expect(uploads()).toBe(3);
    const whole = await bundle();
    expect(whole.length).toBeGreaterThan(160 * 2 ** 10);

    await putAgain(work);
    let calls = 0;
    for (let more = true; more; calls += 1) {
      let asked = 0;
      const remaining = () => (asked++ === 0 ? 3_600_000 : 0);
      ({ more } = await sealOnce(ann.run, exporterOf(stores()), remaining));
    }
    expect(calls).toBeGreaterThan(5);
    expect((await bundle()).equals(whole)).toBe(true);
    expect([...(await objectsOf(stores(), ann.subject)).keys()]).toEqual([bundleKey]);
  });

  test.each(["s3:CreateMultipartUpload", "s3:UploadPart", "s3:CompleteMultipartUpload", "s3:DeleteObjects"])(
    "is whole after a cut at %s, before or after it took effect",
    async (action) => {
      await began();
      for (const when of ["before", "after"] as const) {
        const heal = stores().rig.gateway.inject({ action, when, times: 3 });
        await sealOnce(ann.run, exporterOf(stores())).catch(() => undefined);
        heal();
      }
      expect(await sealOnce(ann.run, exporterOf(stores()))).toMatchObject({ more: false });
      expect([...(await objectsOf(stores(), ann.subject)).keys()]).toEqual([bundleKey]);
      expect([...unzipped(await bundle()).values()].map(({ length }) => length)).toEqual([
        ...[expect.any(Number), ...Array(4).fill(40 * 2 ** 10), expect.any(Number)],
      ]);
    },
  );

  test("that was cancelled half way leaves no part", async () => {
    await began();
    let asked = 0;
    const until = () => (asked++ < 2 ? 3_600_000 : 0);
    await sealOnce(ann.run, exporterOf(stores()), until);
    await stores().put("records", [await ann.request({ status: "cancelled" }, {}, ann.run.request)]);
    expect(await sealOnce(ann.run, exporterOf(stores()))).toMatchObject({ stopped: true });
    await discard(ann.run, exporterOf(stores()));
    expect(await objectsOf(stores(), ann.subject)).toEqual(new Map());
  });

  async function putAgain(objects: ReadonlyMap<string, Buffer>): Promise<void> {
    const { client, bucket } = stores().exports;
    await deleteObjects(stores().exports, ann.subject, [bundleKey]);
    for (const [key, Body] of objects)
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${ann.subject}/${key}`, Body }));
  }
});
