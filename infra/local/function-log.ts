import { closeSync, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What CloudWatch Logs is on AWS: a file per log stream in `<data>/logs`, appended to over every run. */
export class FunctionLog {
  readonly #folder: string;
  readonly #files = new Map<string, { path: string; descriptor: number; start: number }>();

  constructor(data: string) {
    this.#folder = join(data, "logs");
  }

  /** Appends text as it comes, to the log of one function or of the HTTP API. */
  write(stream: string, text: string): void {
    writeSync(this.#file(stream).descriptor, text);
  }

  /** Everything written in this run, stream after stream. */
  read(): string {
    return [...this.#files.values()]
      .map(({ path, start }) => readFileSync(path).subarray(start).toString())
      .join("");
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor);
  }

  #file(stream: string) {
    let file = this.#files.get(stream);
    if (!file) {
      const path = join(this.#folder, `${stream}.log`);
      const descriptor = openSync(path, "a", 0o600);
      file = { path, descriptor, start: fstatSync(descriptor).size };
      this.#files.set(stream, file);
    }
    return file;
  }
}
