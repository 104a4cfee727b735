import { holderNamed } from "../data-map/data-map.ts";
import { readGuard } from "../data-map/guard.ts";
import type { Holder } from "../data-map/holder.ts";
import type { SubjectId } from "../policy/data-subject.ts";
import type { Run } from "../policy/run.ts";
import { forgetCopy } from "../records/forget-copy.ts";
import { getRequest } from "../records/requests.ts";
import { requestsOf } from "../records/requests-of.ts";
import type { Eraser } from "./eraser.ts";

/**
 * Erases the copies that were made for somebody who now asks to be erased, at once and not only after the time in
 * which they can still cancel: a new copy can be made any day. It goes through the guard like every erasure. Who
 * reports a child or closes an account has not asked for it.
 */
export async function withdrawCopies(run: Run, eraser: Eraser): Promise<Run> {
  const { database, holders, now } = eraser;
  const { subject } = run;
  const own = await getRequest(database, { subject, reference: run.request });
  const copies = holderNamed(holders, "export-bundles");
  if (run.replay === true || own?.right !== "erase" || copies === undefined) return run;
  let guard = await readGuard(database, subject, run.request, now());
  let from: string | undefined;
  do {
    const page = await copies.erase(subject, guard, now(), from);
    from = page.next;
    guard = page.guard;
  } while (from !== undefined);
  await bringBooksUpToDate(subject, await keysOf(copies, subject), eraser);
  return run;
}

async function keysOf(copies: Holder, subject: SubjectId): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const { items } of copies.collect(subject)) for (const { key } of items) keys.add(key);
  return keys;
}

/** A copy that a hold keeps stays in the books. */
async function bringBooksUpToDate(
  subject: SubjectId,
  left: ReadonlySet<string>,
  { database, schedule, now }: Eraser,
): Promise<void> {
  for (const { reference, status } of await requestsOf(database, subject)) {
    if (status !== "completed") continue;
    const key = { subject, reference };
    const request = await getRequest(database, key);
    if (request?.bundle === undefined || left.has(request.bundle.key)) continue;
    await forgetCopy(database, key, request, { by: "erasure", schedule }, now());
  }
}
