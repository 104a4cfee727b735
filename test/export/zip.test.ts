import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { ZipState, ZipWriter } from "../../functions/export/zip.ts";
import { zipDirectory } from "../../functions/policy/zip-directory.ts";

const folder = mkdtempSync(join(tmpdir(), "habeas-zip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MADE_AT = new Date("2026-11-22T12:34:56Z");

type Entry = readonly [name: string, pieces: readonly Uint8Array[]];

/** Writes an archive; after each piece for which `cut` says so, another writer goes on from what JSON kept. */
function archiveOf(entries: readonly Entry[], cut: () => boolean = () => false): Buffer {
  const out: Uint8Array[] = [];
  let zip = new ZipWriter(MADE_AT);
  const put = (bytes: Uint8Array) => {
    out.push(bytes);
    if (cut()) zip = new ZipWriter(MADE_AT, ZipState.parse(JSON.parse(JSON.stringify(zip.state))));
  };
  for (const [name, pieces] of entries) {
    put(zip.begin(name));
    for (const piece of pieces) put(zip.write(piece));
    put(zip.end());
  }
  for (const bytes of zip.finish()) out.push(bytes);
  return Buffer.concat(out);
}

/** Each entry as Python's zipfile reads it, checksums checked: name, date, content in base64. */
const READ = `
import base64, json, sys, zipfile
for path in sys.stdin.read().split():
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    print(json.dumps([[one.filename, one.date_time, base64.b64encode(archive.read(one)).decode()] for one in archive.infolist()]))
`;

function readBack(archives: readonly Buffer[]): (readonly [string, number[], string])[][] {
  const paths = archives.map((archive, n) => {
    const path = join(folder, `${n}.zip`);
    writeFileSync(path, archive);
    return path;
  });
  const options = { input: paths.join("\n"), encoding: "utf8", maxBuffer: 1e9 } as const;
  return execFileSync("python3", ["-c", READ], options)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const name = fc
  .stringMatching(/^[a-zäß漢0-9-]{1,12}$/)
  .chain((base) => fc.constantFrom(base, `records/${base}.html`, `${base}.csv`));
const entries = fc.uniqueArray(
  fc.tuple(name, fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 })),
  {
    maxLength: 6,
    selector: ([one]) => one,
  },
);

test("any archive is read back by another program, wherever its writer was stopped and gone on with", () => {
  const samples = fc.sample(fc.tuple(entries, fc.infiniteStream(fc.boolean())), 300);
  const archives = samples.map(([made, cuts]) => archiveOf(made, () => cuts.next().value === true));
  readBack(archives).forEach((found, n) => {
    const wanted = samples[n]?.[0].map(([named, pieces]) => [
      ...[named, [2026, 11, 22, 12, 34, 56]],
      Buffer.concat([...pieces]).toString("base64"),
    ]);
    expect(found).toEqual(wanted);
  });
});

test("where it was stopped makes no difference to a single byte", () => {
  fc.assert(
    fc.property(entries, fc.infiniteStream(fc.boolean()), (made, cuts) =>
      archiveOf(made, () => cuts.next().value === true).equals(archiveOf(made)),
    ),
  );
});

test("the system's unzip finds nothing wrong with a long text in pieces, and it is smaller than it was", () => {
  const pieces = Array.from({ length: 40 }, (_, n) =>
    Buffer.from(`piece ${n} of a long text\n`.repeat(4000)),
  );
  const path = join(folder, "long.zip");
  const archive = archiveOf([["long.txt", pieces]]);
  writeFileSync(path, archive);
  execFileSync("unzip", ["-tqq", path]);
  execFileSync("unzip", ["-qqo", path, "-d", folder]);
  expect(readFileSync(join(folder, "long.txt"))).toEqual(Buffer.concat(pieces));
  expect(archive.length).toBeLessThan(Buffer.concat(pieces).length / 50);
});

test("70,000 entries are more than 16 bits can count, and all are found", () => {
  const archive = archiveOf(Array.from({ length: 70_000 }, (_, n) => [`${n}.txt`, []]));
  const path = join(folder, "many.zip");
  writeFileSync(path, archive);
  const count = "import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))";
  expect(execFileSync("python3", ["-c", count, path], { encoding: "utf8" }).trim()).toBe("70000");
  execFileSync("unzip", ["-tqq", path]);
});

test("beyond 4 GiB the directory is found by its ZIP64 fields", () => {
  const offset = 5 * 2 ** 30;
  const zip = new ZipWriter(MADE_AT, { offset, entries: [] });
  const entry = [zip.begin("late.txt"), zip.write(Buffer.from("late")), zip.end()];
  const directory = Buffer.concat([...zip.finish()]);
  // What came before is zeros that no disk has to hold.
  const path = join(folder, "large.zip");
  writeFileSync(path, "");
  truncateSync(path, offset);
  writeFileSync(path, Buffer.concat([...entry, directory]), { flag: "a" });
  const read = "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read('late.txt').decode())";
  expect(execFileSync("python3", ["-c", read, path], { encoding: "utf8" })).toBe("late\n");
});

test("an entry of more than 4 GiB says its sizes in eight bytes", () => {
  const [size, deflated] = [6 * 2 ** 30, 5 * 2 ** 30];
  const open = { name: "large.json", crc: 7, size, deflated, offset: 0 };
  const zip = new ZipWriter(MADE_AT, { offset: deflated + 40, entries: [], open });
  const ended = zip.end();
  // The last block's two bytes, the mark, the checksum, and twice eight.
  expect(ended).toHaveLength(2 + 4 + 4 + 16);
  expect(ended.readBigUInt64LE(10)).toBe(BigInt(deflated + 2));
  expect(ended.readBigUInt64LE(18)).toBe(BigInt(size));
  const [header = Buffer.alloc(0)] = zip.finish();
  const extra = header.subarray(46 + "large.json".length);
  expect([extra.readUInt16LE(0), extra.readUInt16LE(2)]).toEqual([1, 16]);
  expect([extra.readBigUInt64LE(4), extra.readBigUInt64LE(12)]).toEqual([BigInt(size), BigInt(deflated + 2)]);
});

test("our own reader of uploads takes it for a plain archive without a password", () => {
  const found = zipDirectory(archiveOf([["ä.txt", [Buffer.from("text")]]]));
  expect(found).toMatchObject([{ name: "ä.txt", encrypted: false, method: 8 }]);
});
