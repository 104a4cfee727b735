import * as z from "zod";
import { holderNamed } from "../data-map/data-map.ts";
import type { Holder } from "../data-map/holder.ts";
import { getWork, putWork, WorkGone, type Workplace } from "../records/bundles.ts";
import { SealBroken } from "../records/vault.ts";
import type { BundleFacts, Chunk, EntriesOf, Entry } from "./bundle-entry.ts";
import { type Collected, type CollectedFile, LostFile } from "./collected.ts";
import { RESERVE } from "./exporter.ts";
import { type LostFiles, lostOf, withoutLost } from "./lost-files.ts";
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
  /** Whether a holder has failed so often that its files are left out, as those that do not open. */
  readonly isGivenUp: (holder: string) => boolean;
}

/** A holder did not give a file, for a reason that may pass. */
export class FileAway extends Error {
  override readonly name = "FileAway";
  readonly holder: string;

  constructor(holder: string, options: ErrorOptions) {
    super(holder, options);
    this.holder = holder;
  }
}

/** Where it goes on in another call: the next piece, the archive, and the upload, whose rest lies beside it. */
const Halt = z.object({
  /** Of which collection, and without how many files: what was halted before another is not gone on with. */
  madeAt: z.string(),
  without: z.number(),
  entry: z.number(),
  chunk: z.number(),
  zip: ZipState,
  upload: z.string().optional(),
  tags: z.array(z.string()),
  /** The files that were found to be lost since. */
  found: z.record(z.string(), LostFile),
});
type Halt = z.infer<typeof Halt>;

const restName = ({ zip }: Pick<Halt, "zip">) => `rest-${zip.offset}`;

/**
 * Writes the bundle from where it was halted, to its end or until the time of this call runs short.
 * @param stillWanted asked right before the bundle comes into being: nobody gets one that was cancelled meanwhile.
 * @returns the files that were lost since they were collected, where there are some: then no bundle comes into being,
 * as it would name them, and it is to be written anew without them.
 * @throws FileAway
 * @throws WorkGone
 */
export async function writeBundle(
  at: Workplace,
  material: Material,
  stillWanted: () => Promise<boolean>,
  remaining: () => number,
): Promise<"sealed" | "cut" | "stopped" | LostFiles> {
  const { collected, facts, entriesOf } = material;
  const halted = await getJson(at, "halt", Halt);
  const lost = lostOf(collected);
  const isSame = halted?.madeAt === facts.madeAt && halted.without === lost.size;
  const from = isSame ? halted : undefined;
  const found = new Map(Object.entries(from?.found ?? {}));
  const zip = new ZipWriter(new Date(facts.madeAt), from?.zip);
  const label = { sealedAt: facts.madeAt, missing: collected.missing, marked: collected.marked };
  const upload = new BundleUpload(at, label, material.partBytes, from);
  if (from !== undefined) await upload.put(rested(await getWork(at, restName(from))));

  let n = -1;
  for (const entry of entriesOf(collected, facts)) {
    n += 1;
    if (n < (from?.entry ?? 0)) continue;
    // What follows would name them.
    if (found.size > 0 && !isFile(entry)) return found;
    const writing = { at, material, zip, upload, remaining, lost, found };
    const halt = await writeEntry(entry, n === from?.entry ? from.chunk : 0, writing);
    if (halt === undefined) continue;
    const { id, tags, rest } = await upload.halt();
    const state = {
      ...{ madeAt: facts.madeAt, without: lost.size, entry: n, chunk: halt, zip: zip.state },
      ...{ upload: id, tags, found: Object.fromEntries(found) },
    };
    await putWork(at, restName(state), rest);
    await putJson(at, "halt", state);
    return "cut";
  }
  if (found.size > 0) return found;
  for (const bytes of zip.finish()) await upload.put(bytes);
  if (!(await stillWanted())) return "stopped";
  await upload.finish();
  return "sealed";
}

function isFile({ chunks }: Entry): boolean {
  const [first] = chunks;
  return first?.kind === "file";
}

function rested(rest: Uint8Array | undefined): Uint8Array {
  if (rest === undefined) throw new WorkGone();
  return rest;
}

interface Writing {
  readonly at: Workplace;
  readonly material: Material;
  readonly zip: ZipWriter;
  readonly upload: BundleUpload;
  readonly remaining: () => number;
  readonly lost: LostFiles;
  /** Gains what is lost. */
  readonly found: Map<string, LostFile>;
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

/** @returns undefined for a file that is lost. */
async function bytesOf(
  chunk: Chunk,
  { at, material, lost, found }: Writing,
): Promise<Uint8Array | undefined> {
  switch (chunk.kind) {
    case "text":
      return Buffer.from(chunk.text);
    case "segment":
      return Buffer.from(chunk.write(withoutLost(await getSegment(at, chunk.page), lost)));
    case "file": {
      const bytes = await openFile(chunk.file, at, material);
      if (typeof bytes !== "string") return bytes;
      found.set(chunk.file.name, bytes);
      return undefined;
    }
  }
}

async function openFile(
  { holder, key }: CollectedFile,
  { subject, dataKey }: Workplace,
  { holders, isGivenUp }: Material,
): Promise<Uint8Array | LostFile> {
  try {
    return (await holderNamed(holders, holder)?.file?.(subject, { dataKey }, key)) ?? "erased";
  } catch (error) {
    if (error instanceof SealBroken || isGivenUp(holder)) return "unreadable";
    throw new FileAway(holder, { cause: error });
  }
}
