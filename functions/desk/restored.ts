import { SubjectId } from "../policy/data-subject.ts";
import { nextClock } from "../policy/request-clocks.ts";
import type { RequestStatus } from "../policy/request-lifecycle.ts";
import { nextEvent } from "../records/audit.ts";
import { openRequests } from "../records/deadlines.ts";
import { historyOf } from "../records/history.ts";
import { catchUp, endSaidBy } from "../records/restored-requests.ts";
import { write } from "../records/transaction.ts";
import type { Desk } from "./desk.ts";

/** A request that a restore had taken back, and that goes by its history again. */
export interface CaughtUp {
  readonly reference: string;
  /** How it had ended, and has again; absent where it is still open. */
  readonly endedAs?: RequestStatus;
}

/** More open requests than any staff has; those whose answer is due first are looked at first. */
const MOST = 10_000;
/** How many are looked at at once. */
const AT_ONCE = 25;

type Open = Awaited<ReturnType<typeof openRequests>>["requests"][number];

/**
 * A restore takes requests back to where they stood in the backup, and their machines know nothing of it. One that has
 * ended since would stay open for ever, and keep whatever it asks about from every erasure; one that has only moved
 * could not move any more, as its next event is written already. Their histories were not restored: by them the first
 * end again, and the others learn where their history ends. Who was never taken back is left alone.
 */
export async function catchUpRestored(by: string, desk: Desk): Promise<readonly CaughtUp[]> {
  const { requests } = await openRequests(desk.database, MOST);
  const caughtUp: CaughtUp[] = [];
  for (let i = 0; i < requests.length; i += AT_ONCE) {
    const looked = requests.slice(i, i + AT_ONCE).map((request) => catchUpOne(request, by, desk));
    caughtUp.push(...(await Promise.all(looked)).filter((one) => one !== undefined));
  }
  return caughtUp;
}

async function catchUpOne(request: Open, by: string, desk: Desk): Promise<CaughtUp | undefined> {
  const { database, schedule, now } = desk;
  const { reference, auditSequence = 0, auditHash } = request;
  const history = await historyOf(database, reference);
  const last = history.at(-1);
  // What is not in its own history was tampered with, and is for `verify-audit` to tell.
  const isIn = history.some((event) => event.sequence === auditSequence && event.hash === auditHash);
  const isBehind = isIn && (last?.sequence ?? 0) > auditSequence;
  if (last === undefined || auditHash === undefined || !isBehind) return undefined;
  const end = endSaidBy(history);
  const { part, head } = nextEvent(database, last, {
    ...{ reference, at: now().toString({ smallestUnit: "millisecond" }), by },
    what: end === undefined ? "caught up after a restore" : "ended again after a restore",
    ...(end === undefined ? {} : { details: { status: end.status } }),
  });
  const key = { subject: SubjectId.parse(request.pk.slice("subject#".length)), reference };
  const ended = end === undefined ? {} : { ...end, ...nextClock({ ...request, ...end }, schedule) };
  const written = await write<string>(database.client, {
    event: part,
    request: catchUp(database, key, { ...head, ...ended }, { read: auditHash, ended: end !== undefined }),
  });
  // It moved in this very moment, so its machine is at work: it was never taken back.
  if (written.outcome === "refused") return undefined;
  return { reference, ...(end === undefined ? {} : { endedAs: end.status }) };
}
