import { Temporal } from "temporal-polyfill";
import type { RowKey } from "../records/due-parts.ts";
import { type StrayPage, strayFiles } from "../records/stray-files.ts";
import { type ScannedPage, scanRecords } from "../records/whole-table.ts";
import { SEGMENTS, type Segment } from "./payloads.ts";
import { RESERVE, type Sweeper } from "./sweeper.ts";

/** Rows of the table, or the rows that files should have which no record knows; and where it goes on. */
type Page =
  | { readonly of: "table"; readonly rows: ScannedPage["rows"]; readonly next: RowKey | undefined }
  | {
      readonly of: "files";
      readonly rows: StrayPage["rows"];
      readonly looked: number;
      readonly next: RowKey | undefined;
    };

/** Behind the rows of the first part come the files. A place among them is written like a row's. */
const FILES = "attachments";

/** A part of the whole, page by page, until it is through or the time is nearly up. */
export async function* through(
  segment: Segment,
  from: RowKey | undefined,
  sweeper: Sweeper,
  remaining: () => number,
): AsyncIterable<Page> {
  let after = from;
  do {
    const page =
      after?.pk === FILES ? await files(segment, after.sk, sweeper) : await rows(segment, after, sweeper);
    yield page;
    after = page.next;
  } while (after !== undefined && remaining() >= RESERVE);
}

async function rows({ segment }: Segment, after: RowKey | undefined, { database }: Sweeper): Promise<Page> {
  const page = await scanRecords(database, Number(segment), SEGMENTS.length, after);
  const behind = segment === SEGMENTS[0] ? { pk: FILES, sk: "" } : undefined;
  return { of: "table", rows: page.rows, next: page.next ?? behind };
}

async function files(
  segment: Segment,
  after: string,
  { database, attachments, clock }: Sweeper,
): Promise<Page> {
  const before = sureToHaveArrived(segment, clock());
  const page = await strayFiles(attachments, database, { before, ...(after === "" ? {} : { after }) });
  const { looked, rows, next } = page;
  return { of: "files", rows, looked, next: next === undefined ? undefined : { pk: FILES, sk: next } };
}

/**
 * A day before the night, so that both walks of a night see the same; and before now, where a night to come is run by
 * hand: S3 says by the clock on the wall when a file came.
 */
function sureToHaveArrived({ at }: Segment, now: Temporal.Instant): string {
  const night = Temporal.Instant.from(at);
  const earlier = Temporal.Instant.compare(night, now) < 0 ? night : now;
  return earlier.subtract({ hours: 24 }).toString({ smallestUnit: "millisecond" });
}
