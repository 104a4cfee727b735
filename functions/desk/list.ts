import type { Temporal } from "temporal-polyfill";
import { openRequests } from "../records/deadlines.ts";
import type { RightsRequest } from "../records/items.ts";
import type { AnswerTo } from "./answer.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./question.ts";
import type { ListedRequest } from "./shown-request.ts";
import { daysLeft, whatItWaitsFor } from "./what-it-waits-for.ts";

/** The open requests, the one that is due first at the top. Nobody's address is read for it. */
export async function list({ most }: Asked<"list">, desk: Desk): Promise<AnswerTo<"list">> {
  const { requests, more } = await openRequests(desk.database, most);
  const now = desk.now();
  return { outcome: "done", requests: requests.map((request) => listed(request, now)), more };
}

export function listed(request: RightsRequest, now: Temporal.Instant): ListedRequest {
  const { reference, right, regime, status, dueBy } = request;
  return {
    ...{ reference, right, regime, status, dueBy },
    daysLeft: daysLeft(dueBy, now),
    ...whatItWaitsFor(request, now),
  };
}
