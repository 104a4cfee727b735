import { Temporal } from "temporal-polyfill";
import type * as z from "zod";
import type { SubjectId } from "../policy/data-subject.ts";
import { nextClock } from "../policy/request-clocks.ts";
import { isProved } from "../policy/request-lifecycle.ts";
import { dueDay, dueOn, NOT_DUE, type RetentionCategory } from "../policy/retention-schedule.ts";
import { requestPrefix } from "../records/bundle-keys.ts";
import { eventAt, putMarker } from "../records/chain-markers.ts";
import { deleteAsRead, updateAsRead } from "../records/due-parts.ts";
import { deleteLookup, deleteRow } from "../records/held-rows.ts";
import { RightsRequest } from "../records/items.ts";
import * as keys from "../records/keys.ts";
import type { Counted } from "../records/nights.ts";
import { deleteObjectsUnder, type ObjectStore } from "../records/objects.ts";
import type { Part } from "../records/transaction.ts";
import type { HeldItem } from "./holder.ts";
import type { Night } from "./night.ts";
import { HeldRow } from "./rows-holder.ts";
import { type Dated, deferred, type Fate, type Judge, notBeforeTomorrow, PASSED_OVER } from "./sweeping.ts";

export const DueRequest = RightsRequest.pick({
  reference: true,
  status: true,
  receivedAt: true,
  concludedAt: true,
  sealed: true,
  bundle: true,
  auditSequence: true,
  auditHash: true,
}).extend(HeldRow.shape);
type DueRequest = z.infer<typeof DueRequest>;

/**
 * A request loses one part after the other, each judged by itself: the copy that was made for it, who made it, and in
 * the end itself. What ran out in nights that were missed goes in one.
 */
export const requestFate =
  (exports: ObjectStore) =>
  async (row: Dated<DueRequest>, judge: Judge, subject: SubjectId, night: Night): Promise<Fate> => {
    const { database, schedule } = night;
    const lost: Lost = { remove: new Set(row.retained === undefined ? [] : ["retained"]), counted: [] };
    let left: DueRequest = row;
    let clock: { due: string; dueAs: RetentionCategory } | undefined = row;
    while (clock !== undefined && clock.due <= night.night) {
      const { dueAs }: { dueAs: RetentionCategory } = clock;
      const whole = dueAs === "request-accountability" || (dueAs === "unverified" && isUnproved(left));
      if (dueAs !== "unverified" || whole) {
        const verdict = judge(partOf(dueAs, left));
        if (!verdict.may)
          return withLost(deferred(row, verdict, row.reference, night, keptAs(dueAs, lost)), row, lost);
        if (clock === row && !night.mayGo(row)) return PASSED_OVER;
        // It stays due, as what it is by now.
        if (clock !== row && !night.mayFollow(dueAs)) break;
        lost.counted.push({ what: "erased", category: dueAs });
      }
      if (whole) return withLost(await gone(row, subject, night), row, lost);
      const attribute = ATTRIBUTE[dueAs];
      if (attribute !== undefined) {
        lost.remove.add(attribute);
        left = { ...left, [attribute]: undefined };
      }
      const next = nextClock(left, schedule);
      // A clock that nothing belongs to any more must not run out for ever.
      clock = next?.dueAs === dueAs ? undefined : next;
    }
    const read = { due: row.due, status: row.status, auditHash: row.auditHash };
    const change =
      clock === undefined
        ? updateAsRead(database, row, read, {}, [...lost.remove, ...NOT_DUE])
        : updateAsRead(database, row, read, { ...clock }, [...lost.remove]);
    return withLost({ parts: [change], counted: [] }, row, lost);

    function withLost(
      fate: Fate,
      { bundle, sealed, reference }: DueRequest,
      { remove, counted }: Lost,
    ): Fate {
      const isGone = fate.unseals === true;
      return {
        ...fate,
        counted: [...counted, ...fate.counted],
        unseals: sealed !== undefined && (isGone || remove.has("sealed")),
        ...(bundle !== undefined && (isGone || remove.has("bundle"))
          ? { first: () => deleteObjectsUnder(exports, subject, requestPrefix(reference)) }
          : {}),
      };
    }
  };

/** What the row has lost so far: attributes, and how that is counted. */
interface Lost {
  readonly remove: Set<string>;
  readonly counted: Counted[];
}

/** What a clock ends, where that is not the whole. */
const ATTRIBUTE: Readonly<Partial<Record<RetentionCategory, "bundle" | "sealed">>> = {
  "export-bundle": "bundle",
  "request-identity": "sealed",
};

const isUnproved = ({ status }: DueRequest): boolean => !isProved(status);

/** A copy is judged as one: it is held, and asked about, apart from the request. */
const partOf = (dueAs: RetentionCategory, { bundle }: DueRequest): Partial<HeldItem> =>
  dueAs === "export-bundle" ? { holder: "export-bundles", receivedAt: bundle?.sealedAt } : {};

const keptAs = (as: RetentionCategory, { remove }: Lost) => ({
  as,
  remove: [...remove].filter((attribute) => attribute !== "retained"),
});

/**
 * The whole of it. Its history stays a while, and gets its night in the same moment: what nobody proved has one too where
 * the staff looked at it.
 */
async function gone(row: Dated<DueRequest>, subject: SubjectId, night: Night): Promise<Fate> {
  const { database } = night;
  const { reference, status, due, auditHash } = row;
  const parts: Part[] = [deleteAsRead(database, row, { due, status, auditHash })];
  if (isUnproved(row))
    parts.push(
      deleteRow(database, subject, { table: "fleeting", sk: keys.verification(reference) }),
      deleteLookup(database, reference),
      deleteRow(database, subject, { table: "records", sk: keys.outbox(reference) }),
    );
  if (row.auditSequence !== undefined) parts.push(await marker(row, row.auditSequence, subject, night));
  return { parts, counted: [], unseals: true };
}

async function marker(
  { reference, concludedAt, receivedAt, auditHash }: DueRequest,
  auditSequence: number,
  subject: SubjectId,
  night: Night,
): Promise<Part> {
  const { database, schedule } = night;
  const last = await eventAt(database, reference, auditSequence);
  const lastEventAt = last ?? concludedAt ?? receivedAt;
  const day = dueDay(schedule, "audit", Temporal.Instant.from(lastEventAt));
  const due = dueOn(
    notBeforeTomorrow(day ?? Temporal.PlainDate.from(night.night), night),
    "audit",
    reference,
  );
  return putMarker(database, { reference, subject, lastEventAt, auditSequence, auditHash }, due);
}
