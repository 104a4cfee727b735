/** Bytes of work after which it is worth it: a collection takes some ten milliseconds. */
const EVERY = 2 ** 19;
let since = 0;

/**
 * Frees what lies about, now and then. Left to itself V8 lets garbage grow with the memory of the machine, and counts
 * what is outside of its heap only roughly: a copy of 100,000 records would take twice the memory of one of 1,000. It
 * does nothing where the function is not run with `--expose-gc`.
 * @param bytes that were worked through since it was called last.
 */
export function tidyUp(bytes: number): void {
  since += bytes;
  if (since < EVERY) return;
  since = 0;
  globalThis.gc?.();
}
