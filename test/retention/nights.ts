import { compare, redate } from "../../functions/retention/compare.ts";
import { drop } from "../../functions/retention/drop.ts";
import type { Night, PlannedNight, Shard } from "../../functions/retention/payloads.ts";
import { plan } from "../../functions/retention/plan.ts";
import { type Report, report } from "../../functions/retention/report.ts";
import { sweep } from "../../functions/retention/sweep.ts";
import type { Sweeper } from "../../functions/retention/sweeper.ts";
import { weigh } from "../../functions/retention/weigh.ts";

/** What a person of the staff would say, when asked. */
type Decide = (asked: PlannedNight, about: "night" | "moves") => "approve" | "refuse";

interface NightOptions {
  readonly proof?: boolean;
  readonly decide?: Decide;
  /** Milliseconds that a step has left, each time it asks. */
  readonly remaining?: () => number;
}

const WHOLE = () => 900_000;

/** One night as the machine walks it (infra/retention-machine.ts), every payload through JSON as it goes there. */
export async function night(
  at: string,
  sweeper: Sweeper,
  { proof, decide = () => "approve", remaining = WHOLE }: NightOptions = {},
): Promise<Report> {
  let planned = json(await plan({ at, ...(proof === undefined ? {} : { proof }) }, sweeper));
  for (;;) {
    if (planned.needs === "nothing") return await report(planned, sweeper);
    if (planned.needs === "nobody") break;
    if (planned.needs === "person") {
      planned = decided(planned, "night", decide);
      if (planned.decided?.decision === "refuse") return await report(planned, sweeper);
    } else {
      planned = await compared(planned, sweeper, remaining, decide);
      if (planned.decided?.decision === "refuse") return await report(planned, sweeper);
    }
    planned = json(await plan(planned, sweeper));
  }
  await Promise.all(planned.shards.map((shard) => sweepShard(planned, shard, sweeper, remaining)));
  return await report(planned, sweeper);
}

async function compared(
  planned: PlannedNight,
  sweeper: Sweeper,
  remaining: () => number,
  decide: Decide,
): Promise<PlannedNight> {
  const walk = async (step: typeof compare, night: PlannedNight) => {
    for (const segment of night.segments) {
      let at = { night: night.night, at: night.at, manifest: night.manifest, segment } as Parameters<
        typeof compare
      >[0];
      do at = json(await step(at, sweeper, remaining));
      while (at.more !== undefined);
    }
  };
  await walk(compare, planned);
  let weighed = json(await weigh(planned, sweeper));
  if (weighed.needs === "person") weighed = decided(weighed, "moves", decide);
  if (weighed.decided?.decision !== "refuse") await walk(redate, weighed);
  return weighed;
}

const decided = (planned: PlannedNight, about: "night" | "moves", decide: Decide): PlannedNight => ({
  ...planned,
  decided: { decision: decide(planned, about), manifest: planned.manifest },
});

async function sweepShard(
  { night, at, manifest }: PlannedNight,
  shard: string,
  sweeper: Sweeper,
  remaining: () => number,
): Promise<void> {
  let now: Shard = { night, at, manifest, shard };
  do {
    now = json(await sweep(now, sweeper, remaining));
    if (now.chains !== undefined) now = json(await drop(now, sweeper.database, sweeper.schedule));
  } while (now.more !== undefined || now.dropped !== undefined);
}

const json = <T extends Night | Shard | object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
