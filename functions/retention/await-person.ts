import { noteNight } from "../records/nights.ts";
import type { PlannedNight } from "./payloads.ts";
import { inUtc, type Sweeper, wallTime } from "./sweeper.ts";

/** Leaves a night to a person of the staff: the desk shows what would go, or move, and why somebody has to look. */
export async function awaitPerson(
  { night, at, manifest, reason = "" }: PlannedNight,
  about: "night" | "moves",
  token: string,
  sweeper: Sweeper,
): Promise<void> {
  await noteNight(
    sweeper.database,
    night,
    { at: inUtc(at), status: "awaiting-person", manifest, awaits: { token, reason, about } },
    { once: { startedAt: wallTime(sweeper) } },
  );
}
