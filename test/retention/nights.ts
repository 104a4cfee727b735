import { awaitPerson } from "../../functions/retention/await-person.ts";
import { compare, redate } from "../../functions/retention/compare.ts";
import { drop } from "../../functions/retention/drop.ts";
import type { Night, PlannedNight, Shard } from "../../functions/retention/payloads.ts";
import { plan } from "../../functions/retention/plan.ts";
import { type Report, report } from "../../functions/retention/report.ts";
import { sweep } from "../../functions/retention/sweep.ts";
import type { Sweeper } from "../../functions/retention/sweeper.ts";
import { weigh } from "../../functions/retention/weigh.ts";

/** What a person of the staff says when asked; "nothing" until it is too late. */
type Decide = (asked: NonNullable<Night["asks"]>) => "approve" | "refuse" | "nothing";

interface NightOptions {
  readonly proof?: boolean;
  readonly decide?: Decide;
  /** What happens while a person is asked. */
  readonly meanwhile?: () => Promise<void>;
  /** What happens between the plan and the sweep that follows. */
  readonly planned?: (night: PlannedNight) => Promise<void>;
  /** Milliseconds that a step has left, each time it asks. */
  readonly remaining?: () => number;
}

const WHOLE = () => 900_000;
let executions = 0;

/** One night as the machine walks it (infra/retention-machine.ts), every payload through JSON as it goes there. */
export async function night(at: string, sweeper: Sweeper, options: NightOptions = {}): Promise<Report> {
  const { proof, decide = () => "approve", remaining = WHOLE } = options;
  executions += 1;
  const execution = `night-${executions}`;
  let now: Night = { at, ...(proof === undefined ? {} : { proof }) };
  for (;;) {
    const planned = json(await plan({ ...now, execution }, sweeper));
    now = planned;
    if (planned.needs === "comparison") {
      now = await compared(planned, sweeper, remaining);
      continue;
    }
    if (planned.needs !== "nothing") {
      await options.planned?.(planned);
      now = await swept(planned, sweeper, remaining);
    }
    if (planned.needs === "putting-off") continue;
    if (planned.needs !== "person") return await report(now, sweeper);
    await report(now, sweeper);
    const answered = await answer(now, sweeper, decide, options.meanwhile);
    if (answered.decided?.decision !== "approve") return await report(answered, sweeper);
    now = answered;
  }
}

async function answer(
  asked: Night,
  sweeper: Sweeper,
  decide: Decide,
  meanwhile: NightOptions["meanwhile"],
): Promise<Night> {
  const { asks } = asked;
  if (asks === undefined) throw new Error("a person is asked about nothing");
  try {
    await awaitPerson(asked, 7 * 24 * 60 * 60, `token of ${asked.execution}`, sweeper);
  } catch (error) {
    if (error instanceof Error && error.name === "AskedAlready")
      return { ...asked, failure: { Error: error.name } };
    throw error;
  }
  await meanwhile?.();
  const decision = decide(asks);
  return decision === "nothing"
    ? { ...asked, failure: { Error: "States.Timeout" } }
    : { ...asked, decided: { decision, manifest: asks.manifest } };
}

async function compared(
  planned: PlannedNight,
  sweeper: Sweeper,
  remaining: () => number,
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
  const weighed = json(await weigh(planned, sweeper));
  await walk(redate, weighed);
  return weighed;
}

async function swept(planned: PlannedNight, sweeper: Sweeper, remaining: () => number): Promise<Night> {
  await Promise.all(planned.shards.map((shard) => sweepShard(planned, shard, sweeper, remaining)));
  return { ...planned, swept: planned.shards.map((shard) => ({ shard })) };
}

async function sweepShard(
  { night, at, manifest, heldBack, approved }: PlannedNight,
  shard: string,
  sweeper: Sweeper,
  remaining: () => number,
): Promise<void> {
  let now: Shard = { night, at, manifest, shard, heldBack, approved };
  do {
    now = json(await sweep(now, sweeper, remaining));
    if (now.chains !== undefined) now = json(await drop(now, sweeper.database, sweeper.schedule));
  } while (now.more !== undefined || now.dropped !== undefined);
}

const json = <T extends Night | Shard | object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
