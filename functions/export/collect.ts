import { holderNamed } from "../data-map/data-map.ts";
import type { DisclosedPage, Holder } from "../data-map/holder.ts";
import { described, log } from "../edge/log.ts";
import { HolderUnavailable } from "../policy/errors.ts";
import { contentsOf } from "../policy/export-contents.ts";
import type { Workplace } from "../records/bundles.ts";
import type { RightsRequest } from "../records/items.ts";
import { getTombstone } from "../records/tombstones.ts";
import type { Collected } from "./collected.ts";
import { throwAway } from "./discard.ts";
import { type Advanced, type Exporter, type ExportRun, RESERVE, stillWanted } from "./exporter.ts";
import { countIn, isHeld, keptItems, type Wish, withFiles } from "./kept-items.ts";
import { readPage } from "./read-page.ts";
import { getCollected, putCollected, putSegment } from "./segments.ts";
import { sinceOf } from "./since.ts";
import { tidyUp } from "./tidy.ts";

/** Invocations in which a holder may fail before the copy is made without it. */
export const PATIENCE = 6;

/** Bytes that go through memory for one thing, roughly. */
const PER_ITEM = 1024;

/** Holders that could not be read, or not in whole, as the desk is told. */
export interface Unread {
  /** How many. */
  readonly missing: number;
  /** True where there are some. */
  readonly incomplete: boolean;
  /** Which: their names in the data map. */
  readonly unread: string;
}

export const unread = (names: readonly string[]): Unread => ({
  missing: names.length,
  incomplete: names.length > 0,
  unread: names.join(", "),
});

/**
 * Goes through all holders and seals what the person may read, a segment for each page. A holder that fails holds up
 * no other; it is tried again by whoever calls, and in the end named as missing. It changes nothing in the request.
 * @throws HolderUnavailable where some holder failed, and all that can be read was.
 */
export async function collect(
  run: ExportRun,
  exporter: Exporter,
  remaining: () => number,
): Promise<Advanced & Unread> {
  const wanted = await stillWanted(run, exporter);
  if (wanted === undefined) return { ...run, more: false, ...unread([]), stopped: true };
  const { dataKey, request, right } = wanted;
  const at: Workplace = { store: exporter.exports, subject: run.subject, reference: run.request, dataKey };
  const collected = (await whatStands(at, request)) ?? beginning(exporter.holders, request);
  const answer = (more: boolean) => ({ ...run, more, ...unread(collected.missing) });
  if (run.again === true) reopen(collected);
  if (collected.madeAt !== undefined) return answer(false);

  const wish: Wish = {
    request: run.request,
    contents: contentsOf(right),
    since: await sinceOf(request, dataKey),
  };
  const page = pageOf(at, collected, wish, exporter);
  const failed: string[] = [];
  for (const [name] of openHolders(collected)) {
    const came = await goThrough(name, page, remaining);
    if (came === "stopped") return { ...answer(false), stopped: true };
    if (came === "cut") {
      await putCollected(at, collected);
      return answer(true);
    }
    if (came === "failed") failed.push(name);
    if (came === "failed" && bearsNoMore(collected, name)) collected.missing.push(name);
  }
  const tryAgain = failed.filter((name) => !collected.missing.includes(name));
  if (tryAgain.length === 0) collected.madeAt = exporter.now().toString({ smallestUnit: "millisecond" });
  await putCollected(at, collected);
  if (tryAgain.length > 0) throw new HolderUnavailable(tryAgain.join(", "));
  return answer(false);
}

/** What was collected so far, while no record was marked since: else it is thrown away, a copy of it with it. */
async function whatStands(at: Workplace, { marked }: RightsRequest): Promise<Collected | undefined> {
  const collected = await getCollected(at);
  if (collected?.marked === marked) return collected;
  await throwAway(at);
  return undefined;
}

const beginning = (holders: readonly Holder[], { marked }: RightsRequest): Collected => ({
  ...{ pages: [], columns: {}, latest: {}, files: [], held: false, missing: [], failures: {} },
  open: Object.fromEntries(holders.map((holder) => [holder.describe().name, {}])),
  marked,
});

/** A holder that was given up goes on where it failed; of one with single things that do not open nothing is open. */
function reopen(collected: Collected): void {
  const tried = collected.missing.filter((name) => name in collected.open);
  if (collected.madeAt === undefined || tried.length === 0) return;
  collected.missing = collected.missing.filter((name) => !tried.includes(name));
  for (const name of tried) delete collected.failures[name];
  collected.madeAt = undefined;
}

const openHolders = ({ open, missing }: Collected) =>
  Object.entries(open).filter(([name]) => !missing.includes(name));

function bearsNoMore({ failures }: Collected, name: string): boolean {
  failures[name] = (failures[name] ?? 0) + 1;
  return failures[name] >= PATIENCE;
}

type Page = (holder: string) => Promise<"more" | "done" | "failed" | "stopped">;

/** Reads one page of a holder where it stands, and keeps it. Only what the holder itself does counts as its failure. */
function pageOf(at: Workplace, collected: Collected, wish: Wish, { database, holders }: Exporter): Page {
  const { records, files } = wish.contents;
  const reader = { dataKey: records === "none" ? undefined : at.dataKey };
  const read = async (name: string): Promise<DisclosedPage | undefined> => {
    const holder = holderNamed(holders, name);
    const from = collected.open[name]?.from;
    try {
      return holder === undefined ? undefined : await readPage(holder, at.subject, reader, { from, files });
    } catch (error) {
      log.error("holder failed", { ...described(error), holder: name });
      return undefined;
    }
  };
  return async (name) => {
    const found = await read(name);
    if (found === undefined) return "failed";
    // Nothing is written for a person while everything about them is erased.
    if ((await getTombstone(database, at.subject)) !== undefined) return "stopped";
    if (isHeld(found.items, wish.request)) collected.held = true;
    const kept = keptItems(found.items, wish);
    const { items, files: named } = files
      ? withFiles(kept, name, collected.files.length)
      : { items: kept, files: [] };
    if (records !== "none" && items.length > 0) await putSegment(at, collected.pages.length, items);
    tidyUp(items.length * PER_ITEM);
    if (items.length > 0) countIn(collected, name, items);
    collected.files.push(...named);
    if (found.next === undefined) {
      delete collected.open[name];
      delete collected.failures[name];
    } else collected.open[name] = { from: found.next };
    return found.next === undefined ? "done" : "more";
  };
}

async function goThrough(name: string, page: Page, remaining: () => number) {
  for (;;) {
    if (remaining() < RESERVE) return "cut";
    const came = await page(name);
    if (came !== "more") return came;
  }
}
