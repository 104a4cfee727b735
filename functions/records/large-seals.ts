import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { SealBroken } from "./vault.ts";

/**
 * What `seal` and `open` of the vault do, for things of megabytes: the same compact JWE (RFC 7516 3.1; direct key,
 * A256GCM), by Node's own cipher and on bytes. `jose` goes through text several times, and takes fifty megabytes of
 * memory for a file of three. Each opens what the other sealed.
 */

const ALGORITHM = "aes-256-gcm";
/** RFC 7518 5.3. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const DOT = Buffer.from(".");

export function sealLarge(key: Uint8Array, place: string, content: Uint8Array): Buffer {
  const header = base64url(Buffer.from(JSON.stringify({ alg: "dir", enc: "A256GCM", place })));
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(header);
  const sealed = base64url(cipher.update(content));
  cipher.final();
  const parts = [header, Buffer.alloc(0), base64url(iv), sealed, base64url(cipher.getAuthTag())];
  return Buffer.concat(parts.flatMap((part, n) => (n === 0 ? [part] : [DOT, part])));
}

/** @throws SealBroken where the key, the place or a single bit is another. */
export function openLarge(key: Uint8Array, place: string, sealed: Uint8Array): Buffer {
  const [header, encryptedKey, iv, content, tag, ...more] = partsOf(
    Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength),
  );
  try {
    if (header === undefined || iv === undefined || content === undefined || tag === undefined)
      throw new SealBroken();
    if (encryptedKey?.length !== 0 || more.length > 0) throw new SealBroken();
    const { alg, enc, place: sealedFor } = JSON.parse(bytesOf(header).toString());
    if (alg !== "dir" || enc !== "A256GCM" || sealedFor !== place) throw new SealBroken();
    const decipher = createDecipheriv(ALGORITHM, key, bytesOf(iv), { authTagLength: TAG_BYTES })
      .setAAD(header)
      .setAuthTag(bytesOf(tag));
    const opened = deciphered(content, (piece) => decipher.update(piece));
    decipher.final();
    return opened;
  } catch {
    // Node's words may quote what came in; what matters is only that it did not open.
    throw new SealBroken();
  }
}

function partsOf(sealed: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (let dot = sealed.indexOf(DOT); dot >= 0; dot = sealed.indexOf(DOT, from)) {
    parts.push(sealed.subarray(from, dot));
    from = dot + 1;
  }
  return [...parts, sealed.subarray(from)];
}

/** A multiple of four letters: three bytes each. */
const PIECE = 256 * 2 ** 10;

/** In pieces, so that there is no second whole of it on the way. */
function deciphered(content: Buffer, decipher: (piece: Buffer) => Buffer): Buffer {
  const opened = Buffer.allocUnsafeSlow(Math.floor((content.length * 3) / 4));
  let at = 0;
  for (let from = 0; from < content.length; from += PIECE)
    at += decipher(bytesOf(content.subarray(from, from + PIECE))).copy(opened, at);
  return opened.subarray(0, at);
}

const base64url = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("base64url"), "latin1");
const bytesOf = (text: Buffer): Buffer => Buffer.from(text.toString("latin1"), "base64url");
