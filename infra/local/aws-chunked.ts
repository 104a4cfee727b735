import { Transform, type TransformCallback } from "node:stream";

/**
 * Takes the framing of `aws-chunked` off a body. The SDK signs streams chunk by chunk and sends their checksum as a
 * trailer; s3rver knows neither and would store the frames as content.
 */
export function decodeAwsChunked(): Transform {
  let pending: Buffer = Buffer.alloc(0);
  /** Bytes of the current chunk still to come; `undefined` while a size line is expected. */
  let left: number | undefined;
  let ended = false;
  return new Transform({
    transform(piece: Buffer, _encoding, done: TransformCallback) {
      pending = pending.length > 0 ? Buffer.concat([pending, piece]) : piece;
      while (!ended) {
        if (left === undefined) {
          const lineEnd = pending.indexOf("\r\n");
          if (lineEnd < 0) break;
          left = Number.parseInt(pending.toString("latin1", 0, lineEnd), 16);
          pending = pending.subarray(lineEnd + 2);
          if (Number.isNaN(left)) return done(new Error("malformed aws-chunked body"));
          // What follows the last, empty chunk is trailers.
          ended = left === 0;
        } else if (left > 0) {
          if (pending.length === 0) break;
          const content = pending.subarray(0, left);
          left -= content.length;
          pending = pending.subarray(content.length);
          this.push(content);
        } else {
          if (pending.length < 2) break;
          pending = pending.subarray(2);
          left = undefined;
        }
      }
      if (ended) pending = Buffer.alloc(0);
      done();
    },
    flush(done: TransformCallback) {
      done(ended ? null : new Error("aws-chunked body ended early"));
    },
  });
}
