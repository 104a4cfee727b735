import type { SubjectId } from "../policy/data-subject.ts";
import type { ArrivalOutcome } from "../records/arrivals.ts";
import { type HeldKey, keyFor } from "../records/data-keys.ts";
import type { Vault } from "../records/vault.ts";
import type { Intake } from "./intake.ts";

const TRIES = 3;

export type Outcome = Exclude<ArrivalOutcome, "key-changed">;

/**
 * Seals what arrives under its person's key and writes both. Two forms of somebody new may arrive in the same moment: one
 * makes the key, and the other is sealed again with that one.
 */
export async function sealed(
  { database }: Intake,
  vault: Vault,
  subject: SubjectId,
  arrive: (held: HeldKey) => Promise<ArrivalOutcome>,
): Promise<Outcome> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const outcome = await arrive(await keyFor(database, vault, subject));
    if (outcome !== "key-changed") return outcome;
  }
  return "try-later";
}
