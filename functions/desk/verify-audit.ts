import { checkChains } from "../records/audit-walk.ts";
import type { AnswerTo } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/** Recomputes the chains of one page of the Audit table; who asks goes on from `next` until there is none. */
export async function verifyAudit(
  { from }: Asked<"verify-audit">,
  desk: Desk,
): Promise<AnswerTo<"verify-audit">> {
  const { chains, next } = await checkChains(desk.database, from);
  return {
    outcome: "done",
    chains: chains.length,
    events: chains.reduce((sum, { events }) => sum + events, 0),
    broken: chains.flatMap(({ reference, broken }) =>
      broken === undefined ? [] : [{ reference, ...broken }],
    ),
    next,
  };
}
