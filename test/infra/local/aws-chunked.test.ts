import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAwsChunked } from "../../../infra/local/aws-chunked.ts";

/** A body as the SDK sends it: sized chunks with signatures, an empty one, trailers. */
function encode(chunks: readonly Uint8Array[]): Buffer {
  const frames = chunks
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [`${chunk.length.toString(16)};chunk-signature=abc\r\n`, chunk, "\r\n"]);
  return Buffer.concat(
    [...frames, "0\r\n", "x-amz-checksum-crc32:AAAAAA==\r\n\r\n"].map((part) => Buffer.from(part)),
  );
}

/** Cuts the bytes into pieces of the given sizes, over and over, as a network might. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = at + (sizes[turn % sizes.length] ?? 1);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

const decode = (pieces: readonly Buffer[]) => buffer(Readable.from(pieces).pipe(decodeAwsChunked()));

describe("a body in aws-chunked", () => {
  test("is its content again, however it was chunked and wherever the network cut it", async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 6 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(chunks, sizes, async (content, pieces) => {
        const decoded = await decode(cut(encode(content), pieces));
        expect(decoded.equals(Buffer.concat(content))).toBe(true);
      }),
    );
  });

  test.each([
    ["ends early", encode([Buffer.alloc(50)]).subarray(0, 40)],
    ["has no size", Buffer.from("zz\r\nabc\r\n")],
  ])("is an error when it %s", async (_, bytes) => {
    const decoder = decodeAwsChunked();
    decoder.end(bytes);
    await expect(buffer(decoder)).rejects.toThrow("aws-chunked");
  });
});
