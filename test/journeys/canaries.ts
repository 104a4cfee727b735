import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How a text may stand somewhere and still be read: as it is, or in an encoding that needs no key. */
function encodings(text: string): string[] {
  const utf8 = Buffer.from(text);
  // Inside of longer base64 a text looks one of three ways; the outer characters depend on what stands beside it.
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString("base64")
      .replace(/=+$/, "");
    return padded.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  return [
    text,
    text.toLowerCase(),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams({ text }).toString().slice("text=".length),
    text.replace(/[^\x21-\x3c\x3e-\x7e ]/g, (other) =>
      [...Buffer.from(other)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
    ),
    utf8.toString("hex"),
    Buffer.from(text, "utf16le").toString("latin1"),
    ...base64,
    ...base64.map((one) => one.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** Where in these places any of the texts can be read. */
export function foundIn(
  places: ReadonlyMap<string, Buffer>,
  canaries: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(canaries).flatMap(([name, text]) =>
    [...new Set(encodings(text))].flatMap((encoded) =>
      [...places]
        .filter(([, bytes]) => bytes.includes(encoded, 0, encoded.includes("\0") ? "latin1" : "utf8"))
        .map(([place]) => `${name} as ${encoded} in ${place}`),
    ),
  );
}

/** Every file below a folder, by its path from there. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}
