import { Temporal } from "temporal-polyfill";
import { holderNamed } from "../data-map/data-map.ts";
import { ErasureRunning } from "../policy/errors.ts";
import { nextClock } from "../policy/request-clocks.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import { NOT_DUE, scheduleOf } from "../policy/retention-schedule.ts";
import type { Run } from "../policy/run.ts";
import { bundleFacts } from "../records/bundles.ts";
import type { Bundle, RightsRequest } from "../records/items.ts";
import { getRequest, moveRequest, putEntry } from "../records/requests.ts";
import { noErasureRunning } from "../records/tombstones.ts";
import type { Concluder } from "./concluder.ts";

/** Whether the copy now is the person's. */
export interface HandedOver {
  /** True where it is wanted no more, and is to be thrown away. */
  readonly stopped: boolean;
  /** True where something in it was marked since it was collected: it is to be judged and made anew. */
  readonly outdated?: true;
}

/** The copy is not where it was sealed. A person has to look: it may have been made in vain, or taken away. */
class CopyGone extends Error {
  override readonly name = "CopyGone";
}

/**
 * Ends an export, in one transaction: the request is completed and has its copy, its clocks run, and the letter that
 * says so is in the outbox. So there is one letter, and it promises only what is there. Whoever cancelled before gets
 * neither, and nobody gets one of which a record was marked since. The identity half stays for its 30 days: the codes for
 * fetching go to that address.
 * @throws ErasureRunning where everything about the person is being erased just now: then nothing is written for them.
 */
export async function handOver(run: Run, concluder: Concluder): Promise<HandedOver> {
  const { database, controller, now } = concluder;
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(database, key);
  if (request === undefined || isConcluded(request.status))
    return { stopped: request?.status !== "completed" };
  const { bundle, marked } = await bundleOf(run, concluder);
  const at = now();
  const concluded = { bundle, concludedAt: at.toString({ smallestUnit: "millisecond" }) };
  const due = nextClock({ ...request, ...concluded, status: "completed" }, scheduleOf(controller));
  const moved = await moveRequest(
    database,
    key,
    {
      to: "completed",
      set: { ...concluded, ...due },
      remove: ["open", "deadline", "awaits", "looked", "marked", ...(due === undefined ? NOT_DUE : [])],
      event: {
        what: "copy handed over",
        by: "fulfilment",
        details: { bytes: bundle.bytes, missing: bundle.missing.length, ...sentOn(request) },
      },
      only: (read) => !isConcluded(read.status) && read.marked === marked,
      also: () => ({
        letter: putEntry(database, key, at, { intent: "ready", letter: "export-ready" }),
        tombstone: noErasureRunning(database, run.subject),
      }),
    },
    at,
  );
  if (moved.outcome === "refused") throw new ErasureRunning();
  if (moved.outcome === "not-there" && !isConcluded(moved.request.status))
    return { stopped: false, outdated: true };
  const isDone = moved.outcome === "moved" || (moved.outcome === "not-there" && isHandedOver(moved.request));
  return { stopped: !isDone };
}

const isHandedOver = ({ status }: RightsRequest): boolean => status === "completed";

const sentOn = ({ sent }: RightsRequest): Record<string, string> =>
  sent === undefined ? {} : { sent: sent.outcome };

async function bundleOf(
  { subject, request }: Run,
  { exports, holders, controller }: Concluder,
): Promise<{ readonly bundle: Bundle; readonly marked: string | undefined }> {
  const facts = await bundleFacts(exports, subject, request);
  if (facts === undefined) throw new CopyGone();
  const { key, bytes, sealedAt, missing, marked } = facts;
  const bundle = {
    ...{ key, bytes, sealedAt },
    expiresAt: endOf(sealedAt, scheduleOf(controller)["export-bundle"].period),
    missing: missing.map((name) => holderNamed(holders, name)?.describe().title ?? name),
  };
  return { bundle, marked };
}

/** To the second, so that what the letter promises holds; the sweep comes the night after. */
const endOf = (sealedAt: string, period: string): string =>
  Temporal.Instant.from(sealedAt)
    .toZonedDateTimeISO("UTC")
    .add(period)
    .toInstant()
    .toString({ smallestUnit: "millisecond" });
