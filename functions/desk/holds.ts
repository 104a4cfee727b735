import { holdsOf, placedHolds } from "../records/placed-holds.ts";
import type { AnswerTo, ListedHold } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";

/** A page of the holds there are, on whomever; who asks goes on from `next` until there is none. */
export async function holds(
  { matter, overdue, from }: Asked<"holds">,
  { database, now }: Desk,
): Promise<AnswerTo<"holds">> {
  const { placed, next } = await placedHolds(database, { matter, from });
  const standing = await holdsOf(database, placed);
  const today = now().toString().slice(0, 10);
  const listed = placed.flatMap((one): ListedHold[] => {
    const hold = standing.get(one.id);
    return hold === undefined
      ? []
      : [{ ...hold, everybody: one.subject === undefined, overdue: hold.until < today }];
  });
  return {
    outcome: "done",
    holds: overdue ? listed.filter((hold) => hold.overdue) : listed,
    // The command that queues again what they had kept was cut.
    unfinished: placed.filter(({ released }) => released).map(({ id }) => id),
    next,
  };
}
