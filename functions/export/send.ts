import type { Temporal } from "temporal-polyfill";
import { log } from "../edge/log.ts";
import { outboundUrl } from "../policy/outbound-address.ts";
import type { SendingOutcome } from "../policy/portability.ts";
import { isConcluded } from "../policy/request-lifecycle.ts";
import { openBundle } from "../records/bundle-stream.ts";
import { bundleFacts } from "../records/bundles.ts";
import { getKey } from "../records/data-keys.ts";
import type { AuditedDatabase } from "../records/database.ts";
import { type RightsRequest, SealedAnswers } from "../records/items.ts";
import type { ObjectStore } from "../records/objects.ts";
import { getRequest, moveRequest } from "../records/requests.ts";
import { openJson, placeOf, type Vault } from "../records/vault.ts";
import type { Delivered, Parcel } from "./deliver.ts";
import type { ExportRun } from "./exporter.ts";

/** What sending works with; built once per cold start. */
export interface Carrier {
  readonly database: AuditedDatabase;
  readonly vault: () => Promise<Vault>;
  readonly exports: ObjectStore;
  readonly deliver: (url: URL, parcel: Parcel) => Promise<Delivered>;
  /** Milliseconds between one try and the next; as many tries as there are pauses, and one. */
  readonly pauses: readonly number[];
  readonly now: () => Temporal.Instant;
}

/**
 * Sends the copy to the controller that its person named (GDPR 20(2)), and keeps with the request what became of it.
 * Once it is kept, it is not sent again; cut before that, it is, with the same id. That it does not arrive stops
 * nothing: the person gets the copy themselves, and is told. A copy of which a record was marked since it was collected
 * goes nowhere: it is outdated.
 */
export async function send(
  run: ExportRun,
  carrier: Carrier,
): Promise<{ readonly sent: boolean; readonly outdated?: true }> {
  const { database, now } = carrier;
  const key = { subject: run.subject, reference: run.request };
  const request = await getRequest(database, key);
  if (request === undefined || isConcluded(request.status)) return { sent: false };
  if (request.sent !== undefined) return { sent: request.sent.outcome === "sent" };
  const to = await namedBy(request, run, carrier);
  if (to === undefined) return { sent: false };
  const outcome = await carry(to, run, carrier);
  if (outcome === "outdated") return { sent: false, outdated: true };
  log.info("sent on", { reference: run.request, outcome });
  const at = now();
  await moveRequest(
    database,
    key,
    {
      to: request.status,
      set: { sent: { at: at.toString({ smallestUnit: "millisecond" }), outcome } },
      // Where to is what the person typed, and the history can never be erased.
      event: { what: "sent on", by: "export", details: { outcome } },
      only: (read) => read.sent === undefined && read.status === request.status,
    },
    at,
  );
  return { sent: outcome === "sent" };
}

async function namedBy(
  { reference, sealed }: RightsRequest,
  { subject }: ExportRun,
  { database, vault }: Carrier,
): Promise<string | undefined> {
  const dataKey = await getKey(database, await vault(), subject);
  if (dataKey === undefined || sealed === undefined) return undefined;
  return SealedAnswers.parse(await openJson(dataKey, placeOf(reference, "identity"), sealed)).sendTo;
}

async function carry(to: string, run: ExportRun, carrier: Carrier): Promise<SendingOutcome | "outdated"> {
  const address = outboundUrl(to);
  if (address.outcome === "refused") return "not-allowed";
  for (const pause of [0, ...carrier.pauses]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    // Before each try: what has left cannot be taken back.
    if (!(await isAsCollected(run, carrier))) return "outdated";
    const { body, bytes } = await openBundle(carrier.exports, run.subject, run.request);
    const delivered = await carrier.deliver(address.url, { body, bytes, id: run.request });
    if (delivered.outcome === "not-allowed") return "not-allowed";
    if (delivered.outcome === "answered" && !passes(delivered.status))
      return delivered.status >= 200 && delivered.status < 300 ? "sent" : "refused";
  }
  return "unreachable";
}

async function isAsCollected(
  { subject, request: reference }: ExportRun,
  { database, exports }: Carrier,
): Promise<boolean> {
  const [request, copy] = await Promise.all([
    getRequest(database, { subject, reference }),
    bundleFacts(exports, subject, reference),
  ]);
  return request !== undefined && request.marked === copy?.marked;
}

/** What the other side says when it may help to come again; a redirect is an answer like any other "no". */
const passes = (status: number): boolean => status >= 500 || status === 408 || status === 429;
