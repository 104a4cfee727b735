import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StartFailure } from "./start-failure.ts";

/** @returns the parsed content, or `undefined` when there is no such file. @throws StartFailure when it is damaged */
export function readPrivate(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Never replaced by a fresh one: what is encrypted under the lost secret could not be read again.
    throw new StartFailure(`${path} is damaged; restore it, or delete the whole data folder to start afresh`);
  }
}

/**
 * The same for a file that what lies beside it cannot do without.
 * @param isFirst true where nothing lies there yet. @throws StartFailure also when it is gone: a fresh one opens nothing
 */
export function readKept(path: string, isFirst: boolean): unknown {
  const content = readPrivate(path);
  if (content === undefined && !isFirst)
    throw new StartFailure(
      `${path} is gone, and nothing beside it can be read without; restore it, or delete the whole data folder to start afresh`,
    );
  return content ?? {};
}

/** Writes JSON that only this user may read; a crash leaves the old file or the new one, never half of it. */
export function writePrivate(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, JSON.stringify(content, null, 2), { mode: 0o600 });
  // The mode above counts only for a file that did not exist yet.
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
