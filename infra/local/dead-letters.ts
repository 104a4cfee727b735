import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What reached dead-letter queues, one JSON line each in `<data>/dead-letters.jsonl`. */
export class DeadLetters {
  readonly #file: string;

  constructor(data: string) {
    this.#file = join(data, "dead-letters.jsonl");
  }

  add(queueArn: string, message: unknown): void {
    appendFileSync(this.#file, `${JSON.stringify({ queueArn, message })}\n`, { mode: 0o600 });
  }

  /** The messages, oldest first, those of earlier runs included. */
  read(): unknown[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => (JSON.parse(line) as { message: unknown }).message);
  }
}
