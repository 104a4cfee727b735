import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { Disclosed } from "../../functions/data-map/holder.ts";
import type { EntriesOf } from "../../functions/export/bundle-entry.ts";
import { collect } from "../../functions/export/collect.ts";
import type { Exporter, ExportRun } from "../../functions/export/exporter.ts";
import { getCollected, getSegment } from "../../functions/export/segments.ts";
import { Controller } from "../../functions/policy/controller.ts";
import type { SubjectId } from "../../functions/policy/data-subject.ts";
import type { Reference } from "../../functions/policy/reference.ts";
import { attachmentKey, putAttachment } from "../../functions/records/attachments.ts";
import { newReference } from "../../functions/records/secrets.ts";
import { type DataKey, placeOf, sealJson, Vault } from "../../functions/records/vault.ts";
import { NOW, newSubject, type Row, row, type Stores, times } from "../data-map/given.ts";
import { storedKey } from "../records/stored-key.ts";

export const vault = new Vault("a vault key for tests: letters, digits and nothing secret 1234567");

export const controller = Controller.parse({
  name: "Example",
  address: "1 Example Street, 10115 Berlin, Germany",
  email: "privacy@example.org",
  noticeVersion: "2026-01-01",
});

export const HOUR = () => 3_600_000;

/** Somebody with a key, what they sent, and a request for a copy. */
export interface Person {
  readonly subject: SubjectId;
  readonly dataKey: DataKey;
  readonly run: ExportRun;
  submission(answers: object, more?: object, reference?: Reference): Promise<Row>;
  request(more: object, answers?: object, reference?: Reference): Promise<Row>;
  /** Seals a file of a submission into its bucket. */
  file(reference: Reference, field: string, bytes: Uint8Array): Promise<void>;
}

export async function somebody(
  stores: Stores,
  right = "access",
  answers: object = {},
  more: object = {},
): Promise<Person> {
  const subject = newSubject();
  const { key: dataKey } = await storedKey(stores.database, vault, subject);
  const sealed = (reference: Reference, part: string, value: object) =>
    sealJson(dataKey, placeOf(reference, part), { email: "ann@example.org", ...value });
  const person: Person = {
    ...{ subject, dataKey, run: { subject, request: newReference() } },
    async submission(said, rest = {}, reference = newReference()) {
      const title = "Ask us something";
      const made = { title, purpose: "to answer", lawfulBasis: "contract", noticeVersion: "2026-01-01" };
      const content = await sealed(reference, "answers", said);
      return row.submission(subject, { ...made, retention: "contact", sealed: content, ...rest }, reference);
    },
    async request(rest, said = {}, reference = newReference()) {
      const asked = { right, regime: "eu", citation: "GDPR 12(3)", noticeVersion: "2026-01-01" };
      const content = await sealed(reference, "identity", said);
      return row.request(subject, { ...asked, status: "in-progress", sealed: content, ...rest }, reference);
    },
    async file(reference, field, bytes) {
      const key = attachmentKey(subject, reference, field);
      await putAttachment(stores.attachments, key, { dataKey, reference, field }, bytes);
    },
  };
  await stores.put("records", [await person.request(more, answers, person.run.request)]);
  return person;
}

export const exporterOf = (stores: Stores, more: Partial<Exporter> = {}): Exporter => ({
  database: stores.database,
  vault: async () => vault,
  holders: stores.holders,
  exports: stores.exports,
  controller,
  siteUrl: "https://privacy.example.org",
  // The emulator takes parts of any size.
  partBytes: 64 * 2 ** 10,
  now: () => NOW,
  ...more,
});

export const workplace = (stores: Stores, { subject, dataKey, run }: Person) => ({
  ...{ store: stores.exports, subject, reference: run.request, dataKey },
});

/** Calls until there is no more to do. */
export async function collectAll(run: ExportRun, exporter: Exporter, remaining = HOUR) {
  let came = await collect(run, exporter, remaining);
  while (came.more) came = await collect(run, exporter, remaining);
  return came;
}

/** What was collected, out of its segments. */
export async function collectedItems(stores: Stores, person: Person) {
  const at = workplace(stores, person);
  const collected = await getCollected(at);
  if (collected === undefined) throw new Error("nothing was collected");
  const items: Disclosed[] = [];
  for (const page of collected.pages.keys()) items.push(...(await getSegment(at, page)));
  return { collected, items };
}

/** A bundle as plain as can be: everything as lines of JSON, then the files. */
export const plainEntries: EntriesOf = ({ pages, files }, { madeAt }) => [
  {
    name: "data.jsonl",
    chunks: [
      { kind: "text", text: `${madeAt}\n` },
      ...pages.map((_, page) => ({
        ...{ kind: "segment" as const, page },
        write: (items: readonly Disclosed[]) => items.map((item) => `${JSON.stringify(item)}\n`).join(""),
      })),
    ],
  },
  ...files.map((file) => ({ name: file.name, chunks: [{ kind: "file" as const, file }] })),
  { name: "index.html", chunks: [{ kind: "text", text: "<p>Here it is</p>" }] },
];

/** Every object under a person in the bucket of copies, by its key without the person. */
export async function objectsOf({ exports: { client, bucket } }: Stores, subject: SubjectId) {
  const objects = new Map<string, Buffer>();
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: `${subject}/` },
  ))
    for (const { Key = "" } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      objects.set(Key.slice(subject.length + 1), Buffer.from((await Body?.transformToByteArray()) ?? []));
    }
  return objects;
}

/** What Python's zipfile finds in an archive, checksums checked. */
export function unzipped(archive: Uint8Array): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "habeas-bundle-"));
  try {
    writeFileSync(join(folder, "bundle.zip"), archive);
    const script =
      "import base64, json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps([[i.filename, base64.b64encode(z.read(i)).decode()] for i in z.infolist()]))";
    const said = execFileSync("python3", ["-c", script, join(folder, "bundle.zip")], { maxBuffer: 1e9 });
    const entries: [string, string][] = JSON.parse(said.toString());
    return new Map(entries.map(([name, content]) => [name, Buffer.from(content, "base64")]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What they wrote, as it was collected. */
export const messagesOf = async (stores: Stores, person: Person): Promise<string[]> =>
  (await collectedItems(stores, person)).items.flatMap(({ fields }) => fields.message ?? []).sort();

export async function manySubmissions(stores: Stores, person: Person, count: number): Promise<Row[]> {
  const rows = await Promise.all(times(count, (n = newReference()) => person.submission({ message: n })));
  await stores.put("records", rows);
  return rows;
}

/** Each call has time for so many pages, and then none. */
export const pagesAtATime = (pages: number) => {
  let left = pages;
  return () => {
    left -= 1;
    if (left >= 0) return 3_600_000;
    left = pages;
    return 0;
  };
};
