import { constants, crc32, deflateRawSync } from "node:zlib";
import * as z from "zod";
import {
  centralHeader,
  type DosTime,
  dataDescriptor,
  dosTime,
  endOfArchive,
  localHeader,
  type ZipEntry,
} from "./zip-records.ts";

const Entry = z.object({
  name: z.string(),
  crc: z.number(),
  size: z.number(),
  deflated: z.number(),
  offset: z.number(),
}) satisfies z.ZodType<ZipEntry>;

/** How far an archive has come, as JSON: all that another process needs to go on. */
export const ZipState = z.object({
  /** Bytes that were given out. */
  offset: z.number(),
  entries: z.array(Entry),
  /** The entry that is being written. */
  open: Entry.optional(),
});
export type ZipState = z.infer<typeof ZipState>;

/**
 * Writes a ZIP archive, piece by piece, and can be stopped between any two pieces and gone on with in another process:
 * none of the libraries can, as their state is inside a stream. So each piece is deflated for itself, up to a byte's
 * end (a sync flush), and the pieces put together are one stream, which an empty last block ends. What it costs is the
 * window: nothing is found again across pieces, which above 64 KiB hardly shows.
 *
 * Each call answers the bytes that come next in the archive.
 */
export class ZipWriter {
  readonly #state: z.infer<typeof ZipState>;
  readonly #time: DosTime;

  /** @param madeAt the time of every entry: the same archive, whenever it is written. */
  constructor(madeAt: Date, state: ZipState = { offset: 0, entries: [] }) {
    this.#time = dosTime(madeAt);
    this.#state = structuredClone(state);
  }

  get state(): ZipState {
    return structuredClone(this.#state);
  }

  get isOpen(): boolean {
    return this.#state.open !== undefined;
  }

  /** @param name with `/` between folders; nobody else names a file in an archive, so it is ours and unique. */
  begin(name: string): Buffer {
    this.#state.open = { name, crc: 0, size: 0, deflated: 0, offset: this.#state.offset };
    return this.#given(localHeader(name, this.#time));
  }

  write(piece: Uint8Array): Buffer {
    if (piece.length === 0) return EMPTY;
    const entry = this.#openEntry();
    entry.crc = crc32(piece, entry.crc);
    entry.size += piece.length;
    return this.#content(
      deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: piece.length + SPARE }),
    );
  }

  end(): Buffer {
    const entry = this.#openEntry();
    const last = this.#content(LAST_BLOCK);
    this.#state.entries.push(entry);
    this.#state.open = undefined;
    return Buffer.concat([last, this.#given(dataDescriptor(entry))]);
  }

  /** The directory and the end of the archive, a piece at a time. */
  *finish(): Iterable<Buffer> {
    const { entries, offset } = this.#state;
    for (const entry of entries) yield this.#given(centralHeader(entry, this.#time));
    yield this.#given(endOfArchive(entries.length, offset, this.#state.offset - offset));
  }

  #openEntry() {
    if (this.#state.open === undefined) throw new Error("No entry was begun");
    return this.#state.open;
  }

  #content(bytes: Buffer): Buffer {
    this.#openEntry().deflated += bytes.length;
    return this.#given(bytes);
  }

  #given(bytes: Buffer): Buffer {
    this.#state.offset += bytes.length;
    return bytes;
  }
}

/** More than deflating ever adds, so that what comes out is one buffer. */
const SPARE = 1024;
const EMPTY = Buffer.alloc(0);
/** RFC 1951 3.2.3, 3.2.6: the last block, with fixed codes, and nothing in it but its end. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);
