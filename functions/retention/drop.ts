import { Temporal } from "temporal-polyfill";
import type { Reference } from "../policy/reference.ts";
import { dueDay, type RetentionSchedule } from "../policy/retention-schedule.ts";
import { dropChain, type Histories } from "../records/drop-chain.ts";
import type { Shard } from "./payloads.ts";
import { dayOf } from "./sweeper.ts";

/**
 * Removes whole histories. Whoever asks has looked; yet this is the only hand that can, so it looks for itself whether
 * the time of each is over. Called again it finds what it has done.
 */
export async function drop(shard: Shard, histories: Histories, schedule: RetentionSchedule): Promise<Shard> {
  const { chains = [], ...rest } = shard;
  const night = dayOf(shard.at);
  const isOver = (lastEventAt: string) => {
    const day = dueDay(schedule, "audit", Temporal.Instant.from(lastEventAt));
    return day !== undefined && day.toString() <= night;
  };
  const dropped: Reference[] = [];
  for (const reference of chains) if (await dropChain(histories, reference, isOver)) dropped.push(reference);
  return { ...rest, dropped };
}
