import type { SubjectId } from "../../functions/policy/data-subject.ts";
import { type HeldKey, keyFor, useKey } from "../../functions/records/data-keys.ts";
import type { Database } from "../../functions/records/database.ts";
import { write } from "../../functions/records/transaction.ts";
import type { Vault } from "../../functions/records/vault.ts";

/** A person's key with its row, as it is once something of theirs was written. */
export async function storedKey(database: Database, vault: Vault, subject: SubjectId): Promise<HeldKey> {
  const held = await keyFor(database, vault, subject);
  if (!held.isNew) return held;
  // Of two at once one makes it, and the other reads it.
  await write(database.client, { key: useKey(database, subject, held) });
  return await keyFor(database, vault, subject);
}
