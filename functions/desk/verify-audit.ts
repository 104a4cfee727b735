import { Temporal } from "temporal-polyfill";
import type { Reference } from "../policy/reference.ts";
import { dueDay } from "../policy/retention-schedule.ts";
import { checkChains } from "../records/audit-walk.ts";
import { chainOwners, withoutChain } from "../records/chain-owners.ts";
import { ledgerKeys } from "../records/ledger.ts";
import { lastNights } from "../records/night-decisions.ts";
import type { AnswerTo } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/** What is gone through, one after the other: what there is of histories, and all that says that there must be one. */
const PASSES = ["histories", "records", "ledger"] as const;
type Pass = (typeof PASSES)[number];

interface Page {
  readonly chains: number;
  readonly events: number;
  readonly broken: Extract<AnswerTo<"verify-audit">, { outcome: "done" }>["broken"];
  readonly next?: string | undefined;
}

/**
 * Recomputes the histories, and looks for those that are gone as a whole: whoever drops all events of a request leaves
 * no event that would tell. Its row tells, and of an erasure the ledger, in which nothing can be changed or removed.
 * One page of it; who asks goes on from `next` until there is none.
 */
export async function verifyAudit(
  { from }: Asked<"verify-audit">,
  desk: Desk,
): Promise<AnswerTo<"verify-audit">> {
  const pass = PASSES.find((one) => from?.startsWith(one)) ?? "histories";
  const place = from?.slice(pass.length + 1) || undefined;
  const { next, ...page } = await passes[pass](place, desk);
  const following = PASSES[PASSES.indexOf(pass) + 1];
  return { outcome: "done", ...page, next: next === undefined ? following : `${pass} ${next}` };
}

const passes: Readonly<Record<Pass, (from: string | undefined, desk: Desk) => Promise<Page>>> = {
  async histories(from, desk) {
    const { chains, next } = await checkChains(desk.database, from, await reached(desk));
    return {
      chains: chains.length,
      events: chains.reduce((sum, { events }) => sum + events, 0),
      broken: chains.flatMap(({ reference, broken }) =>
        broken === undefined ? [] : [{ reference, ...broken }],
      ),
      next,
    };
  },

  async records(from, desk) {
    const { references, next } = await chainOwners(desk.database, from, await reached(desk));
    return await missing(references, next, desk);
  },

  async ledger(from, desk) {
    const { keys, next } = await ledgerKeys(desk.ledger, from);
    const day = await reached(desk);
    const stands = ({ day: at }: (typeof keys)[number]) => {
      const last = dueDay(desk.schedule, "audit", Temporal.Instant.from(`${at}T00:00Z`));
      return last === undefined || last.toString() > day;
    };
    return await missing(
      keys.filter(stands).map(({ request }) => request),
      next,
      desk,
    );
  },
};

async function missing(
  references: readonly Reference[],
  next: string | undefined,
  { database }: Desk,
): Promise<Page> {
  const gone = await withoutChain(database, references);
  const broken = gone.map((reference) => ({ reference, sequence: 1, what: "cut short" as const }));
  return { chains: 0, events: 0, broken, next };
}

/** The day to which the retention has come; on a local stack a night to come may have been swept. */
async function reached({ database, now }: Desk): Promise<string> {
  const [latest] = await lastNights(database, 1);
  const today = now().toString().slice(0, 10);
  return latest !== undefined && latest.night > today ? latest.night : today;
}
