import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartFailure } from "./start-failure.ts";

/** The folder that keeps everything between two starts; ours alone until released. */
export interface DataFolder {
  readonly path: string;
  release(): void;
}

/** @throws StartFailure when the folder cannot be written or another Habeas uses it */
export function takeDataFolder(path: string): DataFolder {
  try {
    mkdirSync(join(path, "logs"), { recursive: true });
  } catch (error) {
    throw new StartFailure(
      `The data folder ${path} cannot be written (${reasonOf(error)}): make it writable or set HABEAS_DATA to another folder.`,
    );
  }
  // A lock of SQLite is the system's own: it goes with the process that holds it, however that ends, so no
  // left-over file ever blocks a start. Node has no other way to ask for one.
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, "in-use.lock"), { timeout: 0 });
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    lock?.close();
    const reason = reasonOf(error);
    throw new StartFailure(
      /locked|busy/i.test(reason)
        ? `Another Habeas uses the data folder ${path}: stop it, or set HABEAS_DATA to another folder.`
        : `The data folder ${path} cannot be used (in-use.lock: ${reason}): repair or delete it, or set HABEAS_DATA to another folder.`,
    );
  }
  const held = lock;
  return { path, release: () => held.close() };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
