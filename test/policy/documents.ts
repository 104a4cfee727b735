/** Small documents made by hand, so that each byte that matters is in sight. */

interface Part {
  readonly name: string;
  readonly content?: string;
  /** General purpose flags; 1 is "encrypted". */
  readonly flags?: number;
}

const utf8 = new TextEncoder();

/** A ZIP of stored parts, after APPNOTE 4.3; the checksums stay 0, as nothing here inflates. */
export function zip(parts: readonly Part[], comment = ""): Uint8Array {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content = "", flags = 0 } of parts) {
    const [nameBytes, contentBytes] = [utf8.encode(name), utf8.encode(content)];
    const header = bytes(30, [
      [0, 4, 0x04034b50],
      [6, 2, flags],
      [18, 4, contentBytes.length],
      [22, 4, contentBytes.length],
      [26, 2, nameBytes.length],
    ]);
    local.push(header, nameBytes, contentBytes);
    const entry = bytes(46, [
      [0, 4, 0x02014b50],
      [8, 2, flags],
      [20, 4, contentBytes.length],
      [24, 4, contentBytes.length],
      [28, 2, nameBytes.length],
      [42, 4, offset],
    ]);
    central.push(entry, nameBytes);
    offset += header.length + nameBytes.length + contentBytes.length;
  }
  const end = bytes(22, [
    [0, 4, 0x06054b50],
    [8, 2, parts.length],
    [10, 2, parts.length],
    [12, 4, central.reduce((sum, each) => sum + each.length, 0)],
    [16, 4, offset],
    [20, 2, comment.length],
  ]);
  return joined([...local, ...central, end, utf8.encode(comment)]);
}

export const pdf = utf8.encode("%PDF-1.7\n%%EOF\n");
export const odtParts: readonly Part[] = [
  { name: "mimetype", content: "application/vnd.oasis.opendocument.text" },
  { name: "content.xml", content: "<office/>" },
];
export const docxParts: readonly Part[] = [
  { name: "[Content_Types].xml", content: "<Types/>" },
  { name: "word/document.xml", content: "<w:document/>" },
];

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function bytes(
  length: number,
  numbers: readonly (readonly [at: number, size: 2 | 4, value: number])[],
): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  for (const [at, size, value] of numbers) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return new Uint8Array(view.buffer);
}
