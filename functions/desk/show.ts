import type { SubjectId } from "../policy/data-subject.ts";
import type { LegalHold } from "../policy/legal-hold.ts";
import { groundsAgainst } from "../policy/refusal-grounds.ts";
import { cannotBeUndone } from "../policy/request-lifecycle.ts";
import { rights } from "../policy/rights.ts";
import { getKey } from "../records/data-keys.ts";
import { listHolds } from "../records/holds.ts";
import { type RightsRequest, SealedAnswers } from "../records/items.ts";
import { marksOf } from "../records/marks.ts";
import { holdsOf, placedHolds } from "../records/placed-holds.ts";
import { reportedChild } from "../records/reported-child.ts";
import { getRequest, moveRequest, type RequestKey } from "../records/requests.ts";
import { openJson, placeOf, SealBroken } from "../records/vault.ts";
import type { AnswerTo } from "./answer.ts";
import type { Desk } from "./desk.ts";
import { findReference, unknownReference } from "./find-request.ts";
import { listed } from "./list.ts";
import type { Asked } from "./question.ts";
import type { ShownRequest } from "./shown-request.ts";

/**
 * A request with its history and what is held of its person, by kinds and counts. Who it is stays sealed, unless that
 * is asked for: then it is written into the history first, and only then opened.
 */
export async function show(asked: Asked<"show">, desk: Desk): Promise<AnswerTo<"show">> {
  const found = await findReference(desk.database, asked.reference);
  if (found === undefined) return unknownReference();
  const { key } = found;
  const identity = asked.reveal ? await reveal(key, asked.by, desk) : undefined;
  const request = await getRequest(desk.database, key);
  if (request === undefined) return unknownReference();
  const history = asked.reveal
    ? ((await findReference(desk.database, asked.reference))?.history ?? [])
    : found.history;
  const child = request.right === "report-a-child" ? await childOf(request, key, desk) : undefined;
  const subject = child ?? key.subject;
  const { flagged, applications } = await marksOf(desk.database, subject);
  const { receivedAt, verifiedAt, concludedAt, coolingOffEnds, citation, ground, outcomes } = request;
  return {
    outcome: "done",
    request: {
      ...listed(request, desk.now()),
      title: rights[request.right].title,
      ...{ receivedAt, verifiedAt, concludedAt, coolingOffEnds, citation, ground, outcomes, history },
      about: child === undefined ? "person" : "child",
      holds: await holdsShown(request, key, child, desk),
      held: await counts(subject, desk),
      flagged: flagged.map((mark) => mark.reference),
      applications,
      missing: request.bundle?.missing,
      sent: request.sent?.outcome,
      refusable: isUndecided(request) ? groundsAgainst(request.right) : [],
      identity,
    },
  };
}

/** Whom a report is about; undefined where it does not say it any more, or does not open. */
async function childOf(
  request: RightsRequest,
  { subject }: RequestKey,
  { database, vault }: Desk,
): Promise<SubjectId | undefined> {
  try {
    return await reportedChild(database, await vault(), subject, request);
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

/** The holds on who asked; of a report of a child those on the child too, of which some are known by the report alone. */
async function holdsShown(
  { right, reference }: RightsRequest,
  { subject }: RequestKey,
  child: SubjectId | undefined,
  { database }: Desk,
): Promise<LegalHold[]> {
  const own = await listHolds(database, subject);
  if (right !== "report-a-child") return own;
  const { placed } = await placedHolds(database, { named: reference });
  const through = await holdsOf(database, placed);
  const others = [...through.values(), ...(child === undefined ? [] : await listHolds(database, child))];
  return [...new Map([...own, ...others].map((hold) => [hold.id, hold])).values()];
}

const isUndecided = (request: RightsRequest) =>
  request.awaits !== undefined && request.awaits.decision === undefined && !cannotBeUndone(request);

async function counts(subject: SubjectId, { holders }: Desk): Promise<ShownRequest["held"]> {
  return await Promise.all(
    holders.map(async (holder) => {
      let count = 0;
      for await (const { items } of holder.collect(subject))
        count += items.filter(({ personal }) => personal).length;
      const { name, title } = holder.describe();
      return { holder: name, title, count };
    }),
  );
}

/** @returns "shredded" alike where the identity half is gone and where its key is. */
async function reveal(
  key: RequestKey,
  by: string,
  { database, vault, now }: Desk,
): Promise<ShownRequest["identity"]> {
  const request = await getRequest(database, key);
  if (request?.sealed === undefined) return "shredded";
  const { status } = request;
  const event = { what: "identity shown", by };
  const noted = await moveRequest(
    database,
    key,
    { to: status, event, only: (now) => now.status === status },
    now(),
  );
  if (noted.outcome !== "moved") throw new Error("The request moved while it was to be shown");
  const dataKey = await getKey(database, await vault(), key.subject);
  if (dataKey === undefined) return "shredded";
  return SealedAnswers.parse(await openJson(dataKey, placeOf(key.reference, "identity"), request.sealed));
}
