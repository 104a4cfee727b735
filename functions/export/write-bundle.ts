import * as z from "zod";
import { holderNamed } from "../data-map/data-map.ts";
import type { Holder } from "../data-map/holder.ts";
import { getWork, putWork, type Workplace } from "../records/bundles.ts";
import type { BundleFacts, Chunk, EntriesOf, Entry } from "./bundle-entry.ts";
import type { Collected } from "./collected.ts";
import { RESERVE } from "./exporter.ts";
import { getJson, getSegment, putJson } from "./segments.ts";
import { tidyUp } from "./tidy.ts";
import { BundleUpload } from "./upload.ts";
import { ZipState, ZipWriter } from "./zip.ts";

/** Bytes that are deflated at once. */
const PIECE = 256 * 2 ** 10;

/** What a bundle is made of. */
export interface Material {
  readonly collected: Collected;
  readonly facts: BundleFacts;
  readonly entriesOf: EntriesOf;
  readonly holders: readonly Holder[];
  /** Of a part of the upload. */
  readonly partBytes: number;
}

/** Where it goes on in another call: the next piece, the archive, and the upload, whose rest lies beside it. */
const Halt = z.object({
  /** Of which collection: what was halted before another is not gone on with. */
  madeAt: z.string(),
  entry: z.number(),
  chunk: z.number(),
  zip: ZipState,
  upload: z.string().optional(),
  tags: z.array(z.string()),
});
type Halt = z.infer<typeof Halt>;

const restName = ({ zip }: Pick<Halt, "zip">) => `rest-${zip.offset}`;

/**
 * Writes the bundle from where it was halted, to its end or until the time of this call runs short.
 * @param stillWanted asked right before the bundle comes into being: nobody gets one that was cancelled meanwhile.
 */
export async function writeBundle(
  at: Workplace,
  material: Material,
  stillWanted: () => Promise<boolean>,
  remaining: () => number,
): Promise<"sealed" | "cut" | "stopped"> {
  const { collected, facts, entriesOf } = material;
  const halted = await getJson(at, "halt", Halt);
  const from = halted?.madeAt === facts.madeAt ? halted : undefined;
  const zip = new ZipWriter(new Date(facts.madeAt), from?.zip);
  const label = { sealedAt: facts.madeAt, missing: collected.missing };
  const upload = new BundleUpload(at, label, material.partBytes, from);
  if (from !== undefined) await upload.put(rested(await getWork(at, restName(from))));

  let n = -1;
  for (const entry of entriesOf(collected, facts)) {
    n += 1;
    if (n < (from?.entry ?? 0)) continue;
    const halt = await writeEntry(entry, n === from?.entry ? from.chunk : 0, {
      at,
      material,
      zip,
      upload,
      remaining,
    });
    if (halt === undefined) continue;
    const { id, tags, rest } = await upload.halt();
    const state = { madeAt: facts.madeAt, entry: n, chunk: halt, zip: zip.state, upload: id, tags };
    await putWork(at, restName(state), rest);
    await putJson(at, "halt", state);
    return "cut";
  }
  for (const bytes of zip.finish()) await upload.put(bytes);
  if (!(await stillWanted())) return "stopped";
  await upload.finish();
  return "sealed";
}

function rested(rest: Uint8Array | undefined): Uint8Array {
  if (rest === undefined) throw new Error("The rest of a halted bundle is gone");
  return rest;
}

interface Writing {
  readonly at: Workplace;
  readonly material: Material;
  readonly zip: ZipWriter;
  readonly upload: BundleUpload;
  readonly remaining: () => number;
}

/** @returns the chunk to go on with, where time ran short. */
async function writeEntry(
  { name, chunks }: Entry,
  first: number,
  writing: Writing,
): Promise<number | undefined> {
  const { zip, upload, remaining } = writing;
  let n = -1;
  for (const chunk of chunks) {
    n += 1;
    if (n < first) continue;
    if (remaining() < RESERVE) return n;
    const bytes = await bytesOf(chunk, writing);
    // Erased since it was collected: what is not there any more is not in the bundle either.
    if (bytes === undefined) return undefined;
    if (!zip.isOpen) await upload.put(zip.begin(name));
    for (let from = 0; from < bytes.length; from += PIECE) {
      const piece = bytes.subarray(from, from + PIECE);
      await upload.put(zip.write(piece));
      tidyUp(piece.length);
    }
  }
  if (!zip.isOpen) await upload.put(zip.begin(name));
  await upload.put(zip.end());
  return undefined;
}

async function bytesOf(chunk: Chunk, { at, material }: Writing): Promise<Uint8Array | undefined> {
  switch (chunk.kind) {
    case "text":
      return Buffer.from(chunk.text);
    case "segment":
      return Buffer.from(chunk.write(await getSegment(at, chunk.page)));
    case "file": {
      const { holder, key } = chunk.file;
      const found = holderNamed(material.holders, holder);
      return await found?.file?.(at.subject, { dataKey: at.dataKey }, key);
    }
  }
}
