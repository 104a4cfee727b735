import { log } from "../edge/log.ts";
import { askPerson } from "../records/night-decisions.ts";
import type { Night } from "./payloads.ts";
import { dayOf, type Sweeper } from "./sweeper.ts";

/** Another run of the same night asks already: this one has nothing to wait for. */
class AskedAlready extends Error {
  override readonly name = "AskedAlready";
}

/**
 * Leaves a night to a person of the staff: the desk shows what would go, and why somebody has to look.
 * @param patience how many seconds the machine waits.
 * @throws AskedAlready
 */
export async function awaitPerson(
  { at, asks, execution }: Night,
  patience: number,
  token: string,
  { database, clock }: Sweeper,
): Promise<void> {
  if (asks === undefined) throw new AskedAlready();
  const { manifest, reason } = asks;
  const until = clock().add({ seconds: patience }).toString({ smallestUnit: "millisecond" });
  const isAsked = await askPerson(
    database,
    dayOf(at),
    { manifest, execution },
    { token, reason, until },
    clock(),
  );
  if (!isAsked) throw new AskedAlready();
  log.warn("a person is asked", { outcome: reason });
}
