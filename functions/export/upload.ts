import {
  abortUpload,
  beginUpload,
  completeUpload,
  type Label,
  putBundle,
  putPart,
  type Workplace,
} from "../records/bundles.ts";

/** Each part of an upload but the last has so many bytes at least, and at most 10,000 of them make an object. */
const SMALLEST_PART = 5 * 2 ** 20;

/** An upload as it was halted. */
interface Halted {
  readonly upload?: string | undefined;
  readonly tags: readonly string[];
}

/** Takes the bytes of a bundle and sends them off in parts; a small one goes in one piece. */
export class BundleUpload {
  readonly #at: Workplace;
  readonly #label: Label;
  readonly #tags: string[];
  #id: string | undefined;
  /** One for all parts: a new one each time would lie about until the next collection of garbage. */
  readonly #part: Buffer;
  #filled = 0;

  /** @param bytes of a part. */
  constructor(at: Workplace, label: Label, bytes: number, halted: Halted = { tags: [] }) {
    this.#part = Buffer.allocUnsafeSlow(bytes);
    this.#at = at;
    this.#label = label;
    this.#id = halted.upload;
    this.#tags = [...halted.tags];
  }

  async put(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; ) {
      const fits = bytes.subarray(from, from + this.#part.length - this.#filled);
      this.#part.set(fits, this.#filled);
      this.#filled += fits.length;
      from += fits.length;
      if (this.#filled === this.#part.length) await this.#send();
    }
  }

  /** How far it is; `rest` is what was put and not sent, to be put again first. */
  async halt(): Promise<{ id: string | undefined; tags: readonly string[]; rest: Uint8Array }> {
    if (this.#filled >= SMALLEST_PART) await this.#send();
    return { id: this.#id, tags: this.#tags, rest: this.#pending() };
  }

  async finish(): Promise<void> {
    if (this.#id === undefined) return await putBundle(this.#at, this.#label, this.#pending());
    if (this.#filled > 0) await this.#send();
    await completeUpload(this.#at, this.#label, this.#id, this.#tags);
  }

  #pending(): Uint8Array {
    return this.#part.subarray(0, this.#filled);
  }

  async #send(): Promise<void> {
    if (this.#id === undefined) {
      // One that a call before this began, and was cut before it wrote down how far it had come.
      await abortUpload(this.#at);
      this.#id = await beginUpload(this.#at, this.#label);
    }
    this.#tags.push(await putPart(this.#at, this.#id, this.#tags.length + 1, this.#pending()));
    this.#filled = 0;
  }
}
