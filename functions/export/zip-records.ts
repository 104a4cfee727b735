/**
 * The records of a ZIP archive (PKWARE APPNOTE 6.3.10), little-endian. Sizes and offsets that do not fit in 32 bits go
 * to the ZIP64 fields, and only those: some readers stumble over a ZIP64 that was not needed.
 */

/** A whole entry, as the directory at the end of the archive has it. */
export interface ZipEntry {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  readonly deflated: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** 4.4.6: two seconds' steps since 1980; an archive knows no time zone, so it is UTC. */
export interface DosTime {
  readonly time: number;
  readonly date: number;
}

export function dosTime(instant: Date): DosTime {
  const at = instant.toISOString();
  const part = (from: number, to: number) => Number(at.slice(from, to));
  return {
    time: (part(11, 13) << 11) | (part(14, 16) << 5) | (part(17, 19) >> 1),
    date: ((part(0, 4) - 1980) << 9) | (part(5, 7) << 5) | part(8, 10),
  };
}

const MOST_32 = 0xffff_ffff;
const MOST_16 = 0xffff;
/** Sizes come after the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const UNIX = 3 << 8;
/** A plain file that its owner may write and everybody may read. */
const MODE = (0o100644 << 16) >>> 0;

type Field = readonly [bytes: 2 | 4 | 8, value: number];

function record(...fields: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return buffer;
}

export function localHeader(name: string, { time, date }: DosTime): Buffer {
  const bytes = Buffer.from(name);
  return Buffer.concat([
    record(
      ...([
        [4, 0x04034b50],
        [2, VERSION],
        [2, FLAGS],
        [2, DEFLATED],
        [2, time],
        [2, date],
      ] as const),
      ...([
        [4, 0],
        [4, 0],
        [4, 0],
        [2, bytes.length],
        [2, 0],
      ] as const),
    ),
    bytes,
  ]);
}

/** 4.3.9.2: sizes in eight bytes where they need them. */
export function dataDescriptor({ crc, size, deflated }: ZipEntry): Buffer {
  const width = size >= MOST_32 || deflated >= MOST_32 ? 8 : 4;
  return record([4, 0x08074b50], [4, crc], [width, deflated], [width, size]);
}

export function centralHeader(entry: ZipEntry, { time, date }: DosTime): Buffer {
  const { crc, size, deflated, offset } = entry;
  const name = Buffer.from(entry.name);
  const large = [size, deflated, offset].filter((value) => value >= MOST_32);
  const extra =
    large.length === 0
      ? Buffer.alloc(0)
      : record([2, 1], [2, 8 * large.length], ...large.map((value) => [8, value] as const));
  const version = large.length === 0 ? VERSION : VERSION_ZIP64;
  return Buffer.concat([
    record(
      ...([
        [4, 0x02014b50],
        [2, UNIX | version],
        [2, version],
        [2, FLAGS],
        [2, DEFLATED],
      ] as const),
      ...([
        [2, time],
        [2, date],
        [4, crc],
        [4, Math.min(deflated, MOST_32)],
      ] as const),
      ...([
        [4, Math.min(size, MOST_32)],
        [2, name.length],
        [2, extra.length],
        [2, 0],
        [2, 0],
      ] as const),
      ...([
        [2, 0],
        [4, MODE],
        [4, Math.min(offset, MOST_32)],
      ] as const),
    ),
    name,
    extra,
  ]);
}

/** The end of the archive. @param offset where the directory begins. @param size of the directory, in bytes. */
export function endOfArchive(entries: number, offset: number, size: number): Buffer {
  const needs64 = entries >= MOST_16 || offset >= MOST_32 || size >= MOST_32;
  const zip64 = needs64
    ? [
        record(
          ...([
            [4, 0x06064b50],
            [8, 44],
            [2, UNIX | VERSION_ZIP64],
            [2, VERSION_ZIP64],
          ] as const),
          ...([
            [4, 0],
            [4, 0],
            [8, entries],
            [8, entries],
            [8, size],
            [8, offset],
          ] as const),
        ),
        record([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]),
      ]
    : [];
  const count = Math.min(entries, MOST_16);
  const end = record(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
    ] as const),
    ...([
      [4, Math.min(size, MOST_32)],
      [4, Math.min(offset, MOST_32)],
      [2, 0],
    ] as const),
  );
  return Buffer.concat([...zip64, end]);
}
